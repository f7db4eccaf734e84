package io.mas.it.runner;

import static org.awaitility.Awaitility.await;

import io.mas.runner.redis.BinaryPreference;
import io.mas.runner.redis.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** A Redis as others run it: nobody supervises it, and its users are in no file. */
final class PlainRedis implements AutoCloseable {
  private static final String PASSWORD = "the-administrator";

  private final List<String> command;
  private final int port;
  private Process process;

  PlainRedis(Path directory) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (EmbeddedRedis other =
        EmbeddedRedis.ephemeral().binary(BinaryPreference.carried()).open()) {
      command =
          List.of(
              other.binary().path().toString(),
              "--port " + port,
              "--bind 127.0.0.1",
              "--dir " + directory,
              "--appendonly yes",
              "--appendfsync always",
              "--requirepass " + PASSWORD);
    }
    process = start();
  }

  private Process start() throws IOException {
    Process started =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    await().until(this::listens);
    return started;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String url() {
    return "redis://:" + PASSWORD + "@127.0.0.1:" + port;
  }

  /** Ends without a chance to write anything. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  void startAgain() throws IOException {
    process = start();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (RuntimeException e) {
      throw new UncheckedIOException(new IOException("Redis did not end", e));
    }
  }
}
