package io.mas.runner.agents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What lies in the directory of a file that is missing. */
final class Neighbours {
  private Neighbours() {}

  /** The file name that is nearest to the missing one; none if there is no such directory. */
  static Optional<String> nearest(Path missing) {
    Path directory = missing.getParent();
    Path name = missing.getFileName();
    if (directory == null || name == null || !Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names = files.map(file -> String.valueOf(file.getFileName())).toList();
      return Nearest.to(name.toString(), names);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }
}
