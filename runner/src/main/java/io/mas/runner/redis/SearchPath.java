package io.mas.runner.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The programs on PATH. Relative entries do not count: they would run what lies about. */
final class SearchPath {
  private static final long ANSWER_MILLIS = 2_000;

  private final List<Path> directories;

  /** Of the value of PATH. */
  SearchPath(@Nullable String value) {
    this.directories =
        value == null
            ? List.of()
            : Arrays.stream(value.split(":", -1))
                .filter(entry -> entry.startsWith("/"))
                .map(Path::of)
                .toList();
  }

  /** The first program of that name. */
  Optional<Path> find(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** What the program says with {@code --version}; empty if it does not within two seconds. */
  static Optional<ServerVersion> version(Path program) {
    try {
      Path answer = Files.createTempFile("mas-version", ".txt");
      try {
        // Into a file, for reading a pipe has no time-out.
        Process process =
            new ProcessBuilder(program.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          return Optional.empty();
        }
        return ServerVersion.ofVersionLine(Files.readString(answer));
      } finally {
        Files.deleteIfExists(answer);
      }
    } catch (IOException e) {
      // A program that cannot be started has no version; the caller says which one it was.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisUnavailableException(
          "interrupted while asking " + program + " its version", e);
    }
  }
}
