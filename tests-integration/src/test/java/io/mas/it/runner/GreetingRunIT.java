package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README, run as the README says. */
class GreetingRunIT {
  @TempDir private Path directory;

  @Test
  void answersAndGoesOnCountingInTheNextRun() {
    Project.greeting(directory);
    for (int seen = 1; seen <= 3; seen++) {
      try (RunnerProcess run = Runner.in(directory).run("run", "--for", "3s")) {
        assertThat(run.status()).as(run.everything()).isZero();
        assertThat(run.out().lines()).as(run.everything()).hasSize(1);
        assertThat(run.out())
            .startsWith("Got response: {")
            .contains("\"reply\":\"echo: world\"", "\"seen\":" + seen);
        assertThat(run.err().lines())
            .hasSizeLessThan(20)
            .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  .*[^ ]"));
      }
    }
  }

  @Test
  void findsAgentsYamlAboveTheWorkingDirectoryAndNeedsNoCommand() throws Exception {
    Project.greeting(directory);
    Path below = Files.createDirectories(directory.resolve("a/b"));
    try (RunnerProcess run = Runner.in(below).start("--for", "1h")) {
      run.awaitOut("Got response: ");
      assertThat(directory.resolve(".mas")).isDirectory();
      assertThat(below).isEmptyDirectory();
    }
  }

  @Test
  void keepsCredentialsToTheirOwnerAndSecretsOutOfItsOutput() throws Exception {
    Project project = Project.greeting(directory);
    try (RunnerProcess run =
        Runner.in(directory).with("MAS_LOG_LEVEL", "TRACE").start("run", "--for", "1h")) {
      run.awaitOut("Got response: ");
      for (String agent : new String[] {"echo", "greeter"}) {
        Path file = project.path(".mas/credentials/" + agent + ".json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        assertThat(Secrets.in(project.text(".mas/credentials/" + agent + ".json")))
            .hasSizeGreaterThan(2)
            .noneMatch(run.everything()::contains);
      }
      assertThat(Secrets.in(project.text(".mas/connection.json")))
          .isNotEmpty()
          .noneMatch(run.everything()::contains);
      run.signal("TERM").awaitEnd();
      assertThat(Secrets.in(project.text(".mas/credentials/echo.json")))
          .noneMatch(run.everything()::contains);
    }
  }

  @Test
  void signsWithTheAlgorithmOfGatewayYaml() {
    Project project = Project.greeting(directory);
    project.file("gateway.yaml", "message_signing: {algorithm: ed25519}");
    project.file(
        "agents.yaml", "gateway_config_file: gateway.yaml\n" + project.text("agents.yaml"));
    for (int times = 0; times < 2; times++) {
      try (RunnerProcess run = Runner.in(directory).start("run", "--for", "1h")) {
        run.awaitOut("Got response: ");
      }
      assertThat(project.text(".mas/credentials/echo.json")).contains("ed25519", "k1");
    }
  }

  @Test
  void endsWithOneLineWhenAnAgentCannotStart() {
    Project.greeting(directory)
        .file(
            "GreeterAgent.java",
            "public class GreeterAgent extends io.mas.Agent<Void> {",
            "  @Override protected void onStart() { throw new IllegalStateException(\"no\"); }",
            "}");
    try (RunnerProcess run = Runner.in(directory).run("run", "--for", "1h")) {
      assertThat(run.status()).as(run.everything()).isEqualTo(1);
      assertThat(run.err())
          .endsWith("agent greeter could not start: IllegalStateException: no\n")
          .contains("GreeterAgent.onStart(GreeterAgent.java:2)");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void warnsOfAPermissionForAnAgentThatDoesNotExistAndRuns() {
    Project project = Project.greeting(directory);
    project.file(
        "agents.yaml",
        project.text("agents.yaml") + "  - allow: {sender: greter, targets: [echo]}");
    try (RunnerProcess run = Runner.in(directory).start("run", "--for", "1h")) {
      run.awaitOut("Got response: ");
      assertThat(run.err()).contains("warning: ", "agents.yaml:11:21: ", "`greter`", "`greeter`");
    }
  }
}
