package io.mas.runner.redis;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one process tells the others of the server it runs.
 *
 * @param pid the server's process id
 * @param startedMillis when that process started, which tells it from a later one with its id
 */
record ServerRecord(RedisAddress address, ServerBinary binary, long pid, long startedMillis) {

  static ServerRecord of(RedisAddress address, ServerBinary binary, ProcessHandle server) {
    return new ServerRecord(address, binary, server.pid(), millis(server));
  }

  /** From its fields; empty when one is missing or is not what it should be. */
  static Optional<ServerRecord> of(Map<String, String> fields) {
    Optional<ServerVersion> version =
        ServerVersion.of(fields.getOrDefault("product", ""), fields.getOrDefault("version", ""));
    if (version.isEmpty() || !fields.keySet().containsAll(Set.of("host", "username", "password"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ServerRecord(
              new RedisAddress(
                  fields.getOrDefault("host", ""),
                  Integer.parseInt(fields.getOrDefault("port", "")),
                  fields.getOrDefault("username", ""),
                  fields.getOrDefault("password", "")),
              new ServerBinary(
                  Path.of(fields.getOrDefault("binary", "")),
                  version.get(),
                  fields.getOrDefault("origin", "")),
              Long.parseLong(fields.getOrDefault("pid", "")),
              Long.parseLong(fields.getOrDefault("startedMillis", ""))));
    } catch (IllegalArgumentException e) {
      // A number or a path that is none: not a record of ours.
      return Optional.empty();
    }
  }

  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("host", address.host());
    fields.put("port", Integer.toString(address.port()));
    fields.put("username", address.username());
    fields.put("password", address.password());
    fields.put("product", binary.version().product());
    fields.put("version", binary.version().number());
    fields.put("binary", binary.path().toString());
    fields.put("origin", binary.origin());
    fields.put("pid", Long.toString(pid));
    fields.put("startedMillis", Long.toString(startedMillis));
    return fields;
  }

  /** The server's process, if it still runs. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(handle -> millis(handle) == startedMillis);
  }

  private static long millis(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(-1L);
  }
}
