package io.mas.it.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts {@code java -jar mas-runner.jar} in a directory, with nothing of this build around it. */
final class Runner {
  private static final Path JAR = existing("mas.runner.jar");

  private final Path directory;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private Runner(Path directory) {
    this.directory = directory;
  }

  static Runner in(Path directory) {
    return new Runner(directory);
  }

  /** A path that the build names; its absence fails the tests, it does not skip them. */
  static Path existing(String property) {
    Path path = Path.of(System.getProperty(property, "(not set)")).normalize();
    if (!Files.exists(path)) {
      throw new IllegalStateException(property + " names " + path + ", which does not exist");
    }
    return path;
  }

  /** With a variable in its environment. */
  Runner with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Starts a command; its output is kept. */
  RunnerProcess start(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The tests run many short-lived processes; the better compiler would not pay in them.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("mas-runner", ".out");
      Path err = Files.createTempFile("mas-runner", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(Runner::wouldBeHeard);
      builder.environment().put("MAS_REDIS_BINARY", "carried");
      builder.environment().putAll(environment);
      return new RunnerProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end. */
  RunnerProcess run(String... arguments) {
    RunnerProcess process = start(arguments);
    process.awaitEnd();
    return process;
  }

  private static boolean wouldBeHeard(String variable) {
    return variable.startsWith("MAS_")
        || variable.startsWith("GATEWAY_")
        || variable.endsWith("JAVA_OPTIONS")
        || variable.equals("JAVA_TOOL_OPTIONS");
  }
}
