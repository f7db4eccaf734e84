package io.mas.runner.redis;

import io.mas.runner.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of an {@link EmbeddedRedis}, and its start. */
public final class EmbeddedRedisBuilder {
  private final @Nullable Path directory;
  private final Map<String, String> options = new LinkedHashMap<>();
  private Map<String, String> environment = System.getenv();
  private @Nullable BinaryPreference preference;
  private boolean ownSessionBySetsid = true;
  private OwnServer.Ports ports = OwnServer::freePort;

  EmbeddedRedisBuilder(@Nullable Path directory) {
    this.directory = directory;
  }

  /** Which server program to start, instead of what MAS_REDIS_BINARY says. */
  public EmbeddedRedisBuilder binary(BinaryPreference wanted) {
    this.preference = wanted;
    return this;
  }

  /** A line of redis.conf more, which wins over those written by default. */
  public EmbeddedRedisBuilder option(String name, String value) {
    if ((name + value).chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("an option of redis.conf is one line: " + name);
    }
    options.put(name, value);
    return this;
  }

  /** The environment to read PATH, XDG_CACHE_HOME and MAS_REDIS_BINARY from. */
  public EmbeddedRedisBuilder environment(Map<String, String> variables) {
    this.environment = Map.copyOf(variables);
    return this;
  }

  /** Other ports than whichever is free. */
  EmbeddedRedisBuilder ports(OwnServer.Ports wanted) {
    this.ports = wanted;
    return this;
  }

  /** As on a system without setsid. */
  EmbeddedRedisBuilder withoutSetsid() {
    this.ownSessionBySetsid = false;
    return this;
  }

  /**
   * Starts the server, or finds the one that runs for the directory, and waits until it answers.
   *
   * @throws RedisUnavailableException when it does not start, with the end of its log
   */
  public EmbeddedRedis open() {
    try {
      return directory == null ? openEphemeral() : new DataDirectory(directory).open(this::start);
    } catch (IOException e) {
      throw new RedisUnavailableException("the embedded Redis cannot be started: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisUnavailableException("interrupted while starting the embedded Redis", e);
    }
  }

  private EmbeddedRedis openEphemeral() throws IOException, InterruptedException {
    ServerBinary binary = findBinary();
    Path temporary = Files.createTempDirectory("mas-redis");
    boolean started = false;
    try {
      OwnServer server = start(binary, temporary, false);
      started = true;
      return new EmbeddedRedis(binary, server, () -> PrivateFiles.deleteTree(temporary));
    } finally {
      if (!started) {
        PrivateFiles.deleteTree(temporary);
      }
    }
  }

  private DataDirectory.Started start(Path data) throws IOException, InterruptedException {
    ServerBinary binary = findBinary();
    return new DataDirectory.Started(binary, start(binary, data, true));
  }

  private OwnServer start(ServerBinary binary, Path data, boolean persistent)
      throws IOException, InterruptedException {
    Optional<Path> setsid =
        ownSessionBySetsid
            ? new SearchPath(environment.get("PATH")).find("setsid")
            : Optional.empty();
    return OwnServer.start(binary, data, persistent, options, setsid, ports);
  }

  private ServerBinary findBinary() {
    BinaryPreference wanted =
        preference != null
            ? preference
            : BinaryPreference.of(environment.get(BinaryPreference.SETTING));
    return ServerBinaries.ofSystem(environment).find(wanted);
  }
}
