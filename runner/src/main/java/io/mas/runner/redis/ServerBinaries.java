package io.mas.runner.redis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the server program to start: one of the system's, or the one carried by the jar. */
final class ServerBinaries {
  private static final Logger LOG = LoggerFactory.getLogger(ServerBinaries.class);
  private static final List<String> NAMES = List.of("redis-server", "valkey-server");

  private final SearchPath path;
  private final BinaryCache cache;
  private final String osName;
  private final String osArch;

  ServerBinaries(SearchPath path, BinaryCache cache, String osName, String osArch) {
    this.path = path;
    this.cache = cache;
    this.osName = osName;
    this.osArch = osArch;
  }

  /** Those of this process. */
  static ServerBinaries ofSystem(Map<String, String> environment) {
    return new ServerBinaries(
        new SearchPath(environment.get("PATH")),
        BinaryCache.of(
            System.getProperty(BinaryCache.PROPERTY),
            environment,
            System.getProperty("user.home", "")),
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""));
  }

  /** The program to start. */
  ServerBinary find(BinaryPreference preference) {
    if (osName.startsWith("Windows")) {
      throw unsupported();
    }
    return switch (preference.kind()) {
      case CARRIED -> carried();
      case FILE -> named(preference.file());
      case ON_PATH -> {
        List<String> refused = new ArrayList<>();
        yield onPath(refused).orElseThrow(() -> nothingOnPath(refused));
      }
      case ANY -> {
        List<String> refused = new ArrayList<>();
        Optional<ServerBinary> found = onPath(refused);
        refused.forEach(one -> LOG.info("{}; needed is {}", one, ServerVersion.NEEDED));
        yield found.orElseGet(this::carried);
      }
    };
  }

  private Optional<ServerBinary> onPath(List<String> refused) {
    for (String name : NAMES) {
      Optional<Path> program = path.find(name);
      if (program.isEmpty()) {
        continue;
      }
      Optional<ServerVersion> version = SearchPath.version(program.get());
      if (version.isPresent() && version.get().supported()) {
        return version.map(v -> new ServerBinary(program.get(), v, "found on PATH"));
      }
      refused.add(describe(program.get(), version));
    }
    return Optional.empty();
  }

  private ServerBinary named(Path file) {
    Optional<ServerVersion> version = SearchPath.version(file);
    if (version.isEmpty() || !version.get().supported()) {
      throw new RedisUnavailableException(
          BinaryPreference.SETTING
              + ": "
              + describe(file, version)
              + "; needed is "
              + ServerVersion.NEEDED);
    }
    return new ServerBinary(file, version.get(), "named by " + BinaryPreference.SETTING);
  }

  private ServerBinary carried() {
    CarriedBinary binary = CarriedBinary.of(osName, osArch).orElseThrow(this::unsupported);
    return new ServerBinary(cache.extract(binary), CarriedBinary.VERSION, "carried by the jar");
  }

  private static String describe(Path program, Optional<ServerVersion> version) {
    return program
        + version.map(v -> " is " + v).orElse(" does not tell a Redis or Valkey version");
  }

  private static RedisUnavailableException nothingOnPath(List<String> refused) {
    return new RedisUnavailableException(
        BinaryPreference.SETTING
            + "=path: no redis-server (7.0 or later) or valkey-server (7.2 or later) on PATH"
            + (refused.isEmpty() ? "" : "; " + String.join("; ", refused)));
  }

  private RedisUnavailableException unsupported() {
    return new RedisUnavailableException(
        "there is no embedded Redis for "
            + osName
            + " "
            + osArch
            + " (there is one for "
            + CarriedBinary.platforms()
            + "): on Windows use WSL, or name a Redis with --redis URL or MAS_REDIS_URL");
  }
}
