package io.mas.runner.redis;

import io.mas.runner.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The directory of a server that keeps its data: one process at a time holds its lock and runs the
 * server, the others find it through the connection file. A connection file whose lock is free was
 * left by a process that was killed.
 */
final class DataDirectory {
  /** Longer than an owner takes to start or to end a server. */
  private static final Duration TO_SETTLE = Duration.ofSeconds(25);

  private static final long PAUSE_MILLIS = 20;

  private final Path directory;
  private final Path lockFile;
  private final ConnectionFile connection;

  DataDirectory(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.lockFile = this.directory.resolve("redis.lock");
    this.connection = new ConnectionFile(this.directory.resolve("connection.json"));
  }

  /** A server that has been started, and its program. */
  record Started(ServerBinary binary, OwnServer server) {}

  /** Starts a server in the directory it is given. */
  @FunctionalInterface
  interface Starter {
    Started start(Path data) throws IOException, InterruptedException;
  }

  /** The running server, or one that is started now. */
  EmbeddedRedis open(Starter starter) throws IOException, InterruptedException {
    PrivateFiles.makeDirectory(directory);
    long start = System.nanoTime();
    while (System.nanoTime() - start < TO_SETTLE.toNanos()) {
      Optional<DirectoryLock> lock = DirectoryLock.tryLock(lockFile);
      if (lock.isPresent()) {
        return openOwn(lock.get(), starter);
      }
      Optional<EmbeddedRedis> other = running();
      if (other.isPresent()) {
        return other.get();
      }
      // The owner is about to start its server or to end it; neither can be waited for but so.
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    throw new RedisUnavailableException(
        "another process holds "
            + lockFile
            + ", but its Redis does not answer; end that process, or name a Redis with --redis URL");
  }

  /** The running server, if there is one. */
  Optional<EmbeddedRedis> attach() {
    try {
      if (!Files.exists(lockFile)) {
        return Optional.empty();
      }
      Optional<DirectoryLock> lock = DirectoryLock.tryLock(lockFile);
      if (lock.isPresent()) {
        lock.get().close();
        return Optional.empty();
      }
      return running();
    } catch (IOException e) {
      throw new RedisUnavailableException("cannot read " + directory + ": " + e, e);
    }
  }

  private Optional<EmbeddedRedis> running() throws IOException {
    return connection
        .read()
        .filter(record -> Readiness.answers(record.address()))
        .map(record -> new EmbeddedRedis(record.binary(), record.address()));
  }

  private EmbeddedRedis openOwn(DirectoryLock lock, Starter starter)
      throws IOException, InterruptedException {
    boolean opened = false;
    try {
      endLeftover();
      Started started = starter.start(directory.resolve("redis"));
      OwnServer server = started.server();
      try {
        connection.write(ServerRecord.of(server.address(), started.binary(), server.server()));
        opened = true;
      } finally {
        if (!opened) {
          server.stop();
        }
      }
      return new EmbeddedRedis(started.binary(), server, () -> release(lock));
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** A server whose owner was killed may still be writing its data; two must not write at once. */
  private void endLeftover() throws IOException, InterruptedException {
    Optional<ProcessHandle> leftover = connection.read().flatMap(ServerRecord::process);
    if (leftover.isPresent()) {
      ProcessHandle server = leftover.get();
      server.destroy();
      long start = System.nanoTime();
      // Not onExit(): for a process that is no child it looks at growing intervals of seconds.
      while (server.isAlive()) {
        if (System.nanoTime() - start > TO_SETTLE.toNanos()) {
          throw new RedisUnavailableException(
              "the Redis of an earlier run, process "
                  + server.pid()
                  + ", still uses "
                  + directory
                  + " and does not end; end it with kill -9 "
                  + server.pid());
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    connection.delete();
  }

  private void release(DirectoryLock lock) throws IOException {
    try {
      connection.delete();
    } finally {
      lock.close();
    }
  }
}
