package io.mas.runner.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files and directories that only their owner can read; a file appears whole or not at all. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OPEN_TO_OWNER =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /** Makes the directory and what is missing above it; one that is there is closed to others. */
  public static void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OPEN_TO_OWNER));
    Files.setPosixFilePermissions(directory, OPEN_TO_OWNER);
  }

  /** Writes a file, in place of one that is there, and makes its directory if need be. */
  public static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #write(Path, String)}, of bytes. */
  public static void write(Path file, byte[] content) throws IOException {
    replace(file, content, FILE);
  }

  /** Writes a file that its owner can run. */
  public static void writeProgram(Path file, byte[] content) throws IOException {
    replace(file, content, OPEN_TO_OWNER);
  }

  /** Makes the file, empty, if it is not there. */
  public static void touch(Path file) throws IOException {
    if (!Files.exists(file)) {
      write(file, "");
    }
  }

  /** Removes a directory and all in it, if it is there. */
  public static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private static void replace(Path file, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(file + " is not a file in a directory");
    }
    makeDirectory(directory);
    Path temporary =
        Files.createTempFile(directory, ".new", ".tmp", PosixFilePermissions.asFileAttribute(FILE));
    try {
      Files.write(temporary, content);
      Files.setPosixFilePermissions(temporary, mode);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
