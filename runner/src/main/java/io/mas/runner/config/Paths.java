package io.mas.runner.config;

import io.mas.runner.yaml.Findings;
import io.mas.runner.yaml.Located;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Resolves the paths in a file against its directory, and reports those that lead nowhere. */
final class Paths {

  private final Path directory;
  private final Findings findings;

  /**
   * Begins at the directory of {@code file}.
   *
   * @param file the file that names the paths
   */
  Paths(Path file, Findings findings) {
    this.directory = file.toAbsolutePath().normalize().resolveSibling("");
    this.findings = findings;
  }

  Optional<Path> file(Located<String> name, String key) {
    Optional<Path> path = existing(name, key);
    if (path.isPresent() && !Files.isRegularFile(path.get())) {
      findings.problem(name.position(), key + ": expected a file, found a directory");
    }
    return path;
  }

  Optional<Path> directoryOrJar(Located<String> name, String key) {
    Optional<Path> path = existing(name, key);
    if (path.isPresent()
        && !Files.isDirectory(path.get())
        && !path.get().toString().endsWith(".jar")) {
      findings.problem(
          name.position(), key + ": expected a directory or a .jar file, found another file");
    }
    return path;
  }

  private Optional<Path> existing(Located<String> name, String key) {
    Optional<Path> path = resolve(name, key);
    if (path.isPresent() && !Files.exists(path.get())) {
      findings.problem(
          name.position(),
          key + ": `" + name.value() + "` does not exist (looked at " + path.get() + ")");
      return Optional.empty();
    }
    return path;
  }

  /** A path that need not exist. */
  Optional<Path> resolve(Located<String> name, String key) {
    if (name.value().isBlank()) {
      findings.problem(name.position(), key + " is blank");
      return Optional.empty();
    }
    try {
      return Optional.of(directory.resolve(name.value()).normalize());
    } catch (InvalidPathException e) {
      findings.problem(name.position(), key + ": not a path: " + e.getReason());
      return Optional.empty();
    }
  }
}
