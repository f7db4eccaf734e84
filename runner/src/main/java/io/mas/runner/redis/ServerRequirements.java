package io.mas.runner.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a Redis must be like, judged by what it says of itself in INFO. */
final class ServerRequirements {
  private ServerRequirements() {}

  /** The fields of an INFO answer. */
  static Map<String, String> fields(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return fields;
  }

  /** What is wrong and what to do about it; empty when it can be used. */
  static Optional<String> complaint(Map<String, String> info) {
    Optional<ServerVersion> version = ServerVersion.ofInfo(info);
    if (version.isEmpty()) {
      return Optional.of("does not tell its version in INFO; needed is " + ServerVersion.NEEDED);
    }
    if (!version.get().supported()) {
      return Optional.of("is " + version.get() + "; needed is " + ServerVersion.NEEDED);
    }
    if ("1".equals(info.get("loading"))) {
      return Optional.of("is still loading its data; start again when it is done");
    }
    if ("slave".equals(info.get("role"))) {
      return Optional.of(
          "is a replica; name its primary, "
              + info.getOrDefault("master_host", "unknown")
              + ":"
              + info.getOrDefault("master_port", "unknown"));
    }
    return Optional.empty();
  }
}
