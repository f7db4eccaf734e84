package io.mas.runner.redis;

import io.mas.runner.files.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to run the server of a directory; the kernel gives it back when the process dies. */
final class DirectoryLock implements AutoCloseable {
  /**
   * What this process holds. File locks belong to the process, and closing any channel to the file
   * gives the lock up on some systems: a second attempt in this process must not touch the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The lock on that file, or empty when someone holds it. */
  static Optional<DirectoryLock> tryLock(Path file) throws IOException {
    PrivateFiles.touch(file);
    Path real = file.toRealPath();
    if (!HELD.add(real)) {
      return Optional.empty();
    }
    Optional<DirectoryLock> lock = Optional.empty();
    try {
      lock = open(real);
      return lock;
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(real);
      }
    }
  }

  private static Optional<DirectoryLock> open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new DirectoryLock(file, channel));
      }
    } catch (IOException | OverlappingFileLockException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
