package io.mas.it.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a system of agents, in a directory. */
final class Project {
  private final Path directory;

  private Project(Path directory) {
    this.directory = directory;
  }

  static Project in(Path directory) {
    return new Project(directory);
  }

  /** The example of the README, as it is delivered. */
  static Project greeting(Path directory) {
    Project project = new Project(directory);
    Path example = Runner.existing("mas.examples").resolve("greeting");
    try (Stream<Path> files = Files.list(example)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        project.file(file.getFileName().toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return project;
  }

  Project file(String name, String... lines) {
    return file(name, String.join("\n", List.of(lines)).getBytes(StandardCharsets.UTF_8));
  }

  Project file(String name, byte[] content) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
