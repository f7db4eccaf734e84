package io.mas.runner.agents;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

/** Lists files below directories in a fixed order, up to a number of files in all. */
final class FileTree {
  /** Looked at, whatever their names: more would take longer than to compile. */
  static final int MAX_FILES = 10_000;

  private int seen;

  /**
   * A file as it was found.
   *
   * @param changed when it was changed last
   */
  record Found(Path path, long size, FileTime changed) {}

  /** What is hidden holds nothing that Java could refer to: no name in it begins with a dot. */
  static boolean isHidden(Path name) {
    return name.toString().startsWith(".");
  }

  /**
   * The files of this ending below a directory, or the file itself if that is what is given.
   *
   * @throws IOException if one cannot be read, or there are too many
   */
  List<Found> list(Path root, String ending) throws IOException {
    List<Found> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS), // as the compiler does
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes)
              throws IOException {
            count(root);
            Path name = at.getFileName();
            return !at.equals(root) && name != null && isHidden(name)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path at, BasicFileAttributes attributes)
              throws IOException {
            count(root);
            if (at.equals(root) || isNamed(at, ending)) {
              found.add(new Found(at, attributes.size(), attributes.lastModifiedTime()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.comparing(Found::path));
    return found;
  }

  private static boolean isNamed(Path file, String ending) {
    Path name = file.getFileName();
    return name != null && !isHidden(name) && name.toString().endsWith(ending);
  }

  private void count(Path root) throws IOException {
    if (++seen > MAX_FILES) {
      throw new IOException(
          "there are more than %d files to look at, counted up to %s".formatted(MAX_FILES, root));
    }
  }
}
