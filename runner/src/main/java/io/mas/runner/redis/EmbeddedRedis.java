package io.mas.runner.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis server on loopback for development: started from a program of the system or from the
 * one carried by the jar, on a free port, closed to all but an administrator with a password made
 * for this run.
 *
 * <p>One server runs for a data directory. The process that started it owns it, and it ends with
 * that process, even when that is killed; other processes on the same directory use it while it
 * runs. Its data is on disk each second, and all of it after an orderly end. Thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private final RedisAddress address;
  private final ServerBinary binary;
  private final @Nullable OwnServer own;
  private final Closing closing;
  private boolean closed;

  /** What is to be done once the server has ended. */
  @FunctionalInterface
  interface Closing {
    void run() throws IOException;
  }

  /** One that this process has started. */
  EmbeddedRedis(ServerBinary binary, OwnServer own, Closing closing) {
    this.address = own.address();
    this.binary = binary;
    this.own = own;
    this.closing = closing;
  }

  /** One that another process has started. */
  EmbeddedRedis(ServerBinary binary, RedisAddress address) {
    this.address = address;
    this.binary = binary;
    this.own = null;
    this.closing = () -> {};
  }

  /**
   * A server whose data is in {@code redis/} of the directory, usually {@code .mas} beside
   * agents.yaml, and stays there.
   */
  public static EmbeddedRedisBuilder in(Path directory) {
    return new EmbeddedRedisBuilder(directory);
  }

  /** A server in a temporary directory that is gone with it, for tests. */
  public static EmbeddedRedisBuilder ephemeral() {
    return new EmbeddedRedisBuilder(null);
  }

  /** The server that another process, or this one, runs for the directory; empty if none does. */
  public static Optional<EmbeddedRedis> attach(Path directory) {
    return new DataDirectory(directory).attach();
  }

  /** Where it listens, and the administrator's name and password. */
  public RedisAddress address() {
    return address;
  }

  /** The version that runs. */
  public ServerVersion version() {
    return binary.version();
  }

  /** The program that runs. */
  public ServerBinary binary() {
    return binary;
  }

  /** Whether this object started the server and ends it. */
  public boolean isOwner() {
    return own != null;
  }

  /** The server's process id, if this object started it. */
  public Optional<Long> pid() {
    return Optional.ofNullable(own).map(server -> server.server().pid());
  }

  /** Whether the server runs; for one that another process started: whether it answers. */
  public boolean isRunning() {
    return own != null ? own.isRunning() : Readiness.answers(address);
  }

  /**
   * Ends the server if this object started it: in order, within ten seconds, else by force. Does
   * nothing the second time.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (own != null) {
      own.stop();
    }
    try {
      closing.run();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Redis has ended, but left files behind", e);
    }
  }

  @Override
  public String toString() {
    return binary.version() + " on " + address;
  }
}
