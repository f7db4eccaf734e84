package io.mas.it.support;

import static org.awaitility.Awaitility.await;

import io.mas.runner.redis.EmbeddedRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Redis of a test's own that writes everything to disk before it answers (AOF always), can be
 * killed, and comes back on the same port with its data and users. It ends with the test's process.
 */
public final class RedisProcess implements AutoCloseable {
  private static final String PASSWORD = "the-administrator";
  private static final Path PROGRAM = program();
  private static final String SUPERVISE = supervise();

  private final Path directory;
  private final int port;
  private Process supervisor;
  private ProcessHandle server;

  private RedisProcess(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** Starts one whose data is in a directory. */
  public static RedisProcess in(Path directory) throws IOException {
    RedisProcess redis = new RedisProcess(directory, freePort());
    Files.writeString(
        directory.resolve("users.acl"), "user default on >" + PASSWORD + " ~* &* +@all\n");
    Files.writeString(
        directory.resolve("redis.conf"),
        """
        bind 127.0.0.1
        port %d
        aclfile users.acl
        save ""
        appendonly yes
        appendfsync always
        """
            .formatted(redis.port));
    redis.startAgain();
    return redis;
  }

  /** A port that is free now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path program() {
    try (EmbeddedRedis other = EmbeddedRedis.ephemeral().open()) {
      return other.binary().path();
    }
  }

  private static String supervise() {
    try (InputStream in = EmbeddedRedis.class.getResourceAsStream("supervise.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Starts it (again); returns when it has its data and answers. */
  public void startAgain() throws IOException {
    supervisor =
        new ProcessBuilder("/bin/sh", "-c", SUPERVISE, "supervise", PROGRAM.toString())
            .directory(directory.toFile())
            .start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(supervisor.getInputStream(), StandardCharsets.US_ASCII));
    server = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
    await("Redis to answer, see " + directory.resolve("redis.log"))
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(this::answers);
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1_000);
      OutputStream out = socket.getOutputStream();
      out.write(("AUTH " + PASSWORD + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return "+OK".equals(in.readLine()) && "+PONG".equals(in.readLine());
    } catch (IOException e) {
      return false;
    }
  }

  /** For an admin. */
  public String url() {
    return url(port);
  }

  /** For an admin, by another port, such as a proxy's. */
  public String url(int by) {
    return "redis://:" + PASSWORD + "@127.0.0.1:" + by;
  }

  /** Without a user: for agents, whose credentials have their own. */
  public String agentUrl() {
    return agentUrl(port);
  }

  /** The same by another port. */
  public String agentUrl(int by) {
    return "redis://127.0.0.1:" + by;
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Ends it without a chance to write anything. */
  public void kill() {
    server.destroyForcibly();
    supervisor.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
