package io.mas.runner.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * How other processes of this user reach the server of a directory: a file with mode 0600, there
 * while the server runs, left behind when its process is killed.
 */
final class ConnectionFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  ConnectionFile(Path file) {
    this.file = file;
  }

  /**
   * What the file holds.
   *
   * @param pid the server's process id
   * @param startedMillis when that process started, which tells it from a later one with its id
   */
  record Content(
      String host,
      int port,
      String username,
      String password,
      long pid,
      long startedMillis,
      String binary,
      String origin,
      String product,
      int major,
      int minor,
      int patch) {

    static Content of(RedisAddress address, ProcessHandle server, ServerBinary binary) {
      ServerVersion version = binary.version();
      return new Content(
          address.host(),
          address.port(),
          address.username(),
          address.password(),
          server.pid(),
          millis(server),
          binary.path().toString(),
          binary.origin(),
          version.product(),
          version.major(),
          version.minor(),
          version.patch());
    }

    RedisAddress address() {
      return new RedisAddress(host, port, username, password);
    }

    ServerBinary serverBinary() {
      return new ServerBinary(
          Path.of(binary), new ServerVersion(product, major, minor, patch), origin);
    }

    /** The server's process, if it still runs. */
    Optional<ProcessHandle> process() {
      return ProcessHandle.of(pid).filter(handle -> millis(handle) == startedMillis);
    }

    private static long millis(ProcessHandle handle) {
      return handle.info().startInstant().map(Instant::toEpochMilli).orElse(-1L);
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** What the file holds; empty when it is missing, or not whole because it is not ours. */
  Optional<Content> read() throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readString(file), Content.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  void write(Content content) throws IOException {
    PrivateFiles.write(file, JSON.writeValueAsString(content));
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
