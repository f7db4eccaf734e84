package io.mas.runner.redis;

import io.mas.runner.files.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a server reads and writes in its directory: configuration, users, log. Names are relative,
 * for the directory is the server's working directory; no path needs quoting then. Users are made
 * for one start: the file of users is written anew each time, and holds the digest of a password.
 */
final class ServerFiles {
  private static final long LOG_LIMIT = 1 << 20;
  private static final int TAIL_BYTES = 8_192;
  private static final int TAIL_LINES = 8;

  private final Path directory;
  private final Path log;
  private long logStart;

  ServerFiles(Path directory) {
    this.directory = directory;
    this.log = directory.resolve("redis.log");
  }

  /** Writes what the next start needs. */
  void prepare(RedisAddress address, boolean persistent, Map<String, String> options)
      throws IOException {
    PrivateFiles.makeDirectory(directory);
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.move(log, directory.resolve("redis.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    PrivateFiles.touch(log);
    logStart = Files.size(log);
    PrivateFiles.write(directory.resolve("users.acl"), users(address));
    PrivateFiles.write(
        directory.resolve("redis.conf"), configuration(address, persistent, options));
  }

  /**
   * The default user cannot log in, and yet may do everything: Redis replays its append-only file
   * as this user, and leaves out, with a line in its log alone, each transaction that holds a
   * command which the user may not run. All that a script writes is such a transaction.
   */
  private static String users(RedisAddress address) {
    return "user default off resetpass ~* &* +@all\n"
        + "user "
        + address.username()
        + " on #"
        + sha256(address.password())
        + " ~* &* +@all\n";
  }

  private static String configuration(
      RedisAddress address, boolean persistent, Map<String, String> options) {
    StringBuilder text = new StringBuilder();
    text.append("bind ").append(address.host()).append('\n');
    text.append("port ").append(address.port()).append('\n');
    text.append("protected-mode yes\n");
    text.append("aclfile users.acl\n");
    text.append("daemonize no\n");
    text.append("maxmemory-policy noeviction\n");
    // Snapshots would only repeat what the append-only file holds.
    text.append("save \"\"\n");
    text.append("appendonly ").append(persistent ? "yes" : "no").append('\n');
    text.append("appendfsync everysec\n");
    options.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    return text.toString();
  }

  /** The last lines that this start has written to the log. */
  List<String> lastLines() throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(logStart, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[Math.toIntExact(Math.max(0, file.length() - from))];
      file.seek(from);
      file.readFully(bytes);
      List<String> lines =
          new String(bytes, StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList();
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    }
  }

  /** The log, for messages. */
  Path log() {
    return log;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
