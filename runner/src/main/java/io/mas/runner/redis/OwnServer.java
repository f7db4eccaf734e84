package io.mas.runner.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server started by this process in a directory, ready, and the address it was given. */
final class OwnServer {
  private static final String HOST = "127.0.0.1";
  private static final String ADMIN = "mas-admin";
  private static final int PORTS_TO_TRY = 10;
  private static final Duration TO_END = Duration.ofSeconds(11);

  /** Without the reason that follows in the log: its words differ from one C library to another. */
  private static final String PORT_TAKEN = "Could not create server TCP listening socket";

  private final SupervisedServer process;
  private final RedisAddress address;

  private OwnServer(SupervisedServer process, RedisAddress address) {
    this.process = process;
    this.address = address;
  }

  /** Starts the program; on another port when the one chosen is taken in between. */
  static OwnServer start(
      ServerBinary binary,
      Path directory,
      boolean persistent,
      Map<String, String> options,
      Optional<Path> setsid,
      Ports ports)
      throws IOException, InterruptedException {
    ServerFiles files = new ServerFiles(directory);
    for (int attempt = 1; ; attempt++) {
      // A new password each time: the one before may have been told to whoever took the port.
      RedisAddress address = new RedisAddress(HOST, ports.next(), ADMIN, password());
      files.prepare(address, persistent, options);
      SupervisedServer process = SupervisedServer.start(binary.path(), directory, setsid);
      boolean ready = false;
      try {
        ready = Readiness.USUAL.await(address, process::awaitEnd);
      } finally {
        if (!ready) {
          process.stop(TO_END);
        }
      }
      if (ready) {
        return new OwnServer(process, address);
      }
      List<String> log = files.lastLines();
      boolean taken = log.stream().anyMatch(line -> line.contains(PORT_TAKEN));
      if (!taken || attempt == PORTS_TO_TRY) {
        throw new RedisUnavailableException(
            "the embedded Redis, "
                + binary
                + ", did not start; its log "
                + files.log()
                + " ends: "
                + (log.isEmpty() ? "(nothing written)" : String.join(" | ", log)));
      }
    }
  }

  /** Names a port for the next attempt. */
  @FunctionalInterface
  interface Ports {
    int next() throws IOException;
  }

  /** A port that is free now. */
  static int freePort() throws IOException {
    try (ServerSocket socket =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    }
  }

  private static String password() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  RedisAddress address() {
    return address;
  }

  ProcessHandle server() {
    return process.server();
  }

  boolean isRunning() {
    return process.isRunning();
  }

  /** Ends it in order, its data written out; by force when it does not end. */
  void stop() {
    process.stop(TO_END);
  }
}
