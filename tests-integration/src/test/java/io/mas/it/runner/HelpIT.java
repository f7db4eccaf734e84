package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the runner tells of itself. */
class HelpIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "service",
        "gateway",
        "agents",
        "check",
        "dlq list",
        "dlq show",
        "dlq replay",
        "dlq drop"
      })
  void describesEachCommand(String command) {
    try (RunnerProcess help = Runner.in(directory).run((command + " --help").split(" ", -1))) {
      assertThat(help.status()).isZero();
      assertThat(help.out())
          .startsWith("Usage: mas-runner " + command)
          .contains("--config=FILE", "--redis=URL", "Exit status:", "Redis out of reach");
      assertThat(help.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "run --version"})
  void tellsItsVersion(String arguments) {
    try (RunnerProcess version = Runner.in(directory).run(arguments.split(" ", -1))) {
      assertThat(version.out()).matches("mas-runner \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
      assertThat(version.status()).isZero();
    }
  }

  @Test
  void writesACompletionThatBashTakes() throws Exception {
    try (RunnerProcess completion = Runner.in(directory).run("generate-completion")) {
      Project project = Project.in(directory).file("completion", completion.out());
      assertThat(completion.out()).contains("agents", "--config", "--redis", "--for");
      int status =
          new ProcessBuilder("/bin/bash", "-n", project.path("completion").toString())
              .start()
              .waitFor();
      assertThat(status).isZero();
    }
  }
}
