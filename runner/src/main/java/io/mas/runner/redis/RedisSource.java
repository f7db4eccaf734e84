package io.mas.runner.redis;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Redis to use: the {@code --redis} argument, else the configuration, else {@code
 * MAS_REDIS_URL}, else the embedded server. What is named is used or is an error; nothing falls
 * back in silence.
 */
public final class RedisSource {
  private static final String ARGUMENT = "--redis";
  private static final String VARIABLE = "MAS_REDIS_URL";

  private final Path directory;
  private final Map<String, String> configured = new LinkedHashMap<>();
  private Map<String, String> environment = System.getenv();
  private @Nullable String argument;

  private RedisSource(Path directory) {
    this.directory = directory;
  }

  /** With the directory of the embedded server, usually {@code .mas} beside agents.yaml. */
  public static RedisSource withDirectory(Path directory) {
    return new RedisSource(directory);
  }

  /** What was given with {@code --redis}; null for nothing. */
  public RedisSource argument(@Nullable String url) {
    this.argument = url;
    return this;
  }

  /**
   * What a setting of the configuration holds; null for nothing. The first that has a value wins.
   */
  public RedisSource configured(String setting, @Nullable String url) {
    if (url != null) {
      configured.putIfAbsent(setting, url);
    }
    return this;
  }

  /** The environment, unless it is the one of this process. */
  public RedisSource environment(Map<String, String> variables) {
    this.environment = Map.copyOf(variables);
    return this;
  }

  /**
   * The URL that is named; empty when none is, so that the embedded server is meant.
   *
   * @throws BadSettingException when it is not a Redis URL
   */
  public Optional<RedisUrl> named() {
    if (argument != null) {
      return Optional.of(RedisUrl.of(ARGUMENT, argument));
    }
    for (Map.Entry<String, String> setting : configured.entrySet()) {
      return Optional.of(RedisUrl.of(setting.getKey(), setting.getValue()));
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    return variable.isEmpty() ? Optional.empty() : Optional.of(RedisUrl.of(VARIABLE, variable));
  }

  /**
   * The Redis to use: checked if it is named, else the embedded server, which is started unless it
   * runs.
   *
   * @throws BadSettingException when a setting is not a Redis URL
   * @throws RedisUnavailableException when it cannot be used or started
   */
  public RedisInUse open() {
    return named()
        .map(RedisInUse::configured)
        .orElseGet(
            () -> RedisInUse.embedded(EmbeddedRedis.in(directory).environment(environment).open()));
  }

  /**
   * The Redis to use, like {@link #open()}, but an embedded server is only used if it runs.
   *
   * @throws RedisUnavailableException when it cannot be used, or none is named and none runs
   */
  public RedisInUse openRunning() {
    return named()
        .map(RedisInUse::configured)
        .orElseGet(
            () ->
                EmbeddedRedis.attach(directory)
                    .map(RedisInUse::embedded)
                    .orElseThrow(this::nothingRuns));
  }

  private RedisUnavailableException nothingRuns() {
    return new RedisUnavailableException(
        "no Redis is named, and no embedded one runs in "
            + directory.toAbsolutePath().normalize()
            + "; start mas-runner run there, or name one with --redis URL");
  }
}
