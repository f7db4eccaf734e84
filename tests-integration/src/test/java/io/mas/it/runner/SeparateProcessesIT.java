package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.runner.redis.EmbeddedRedis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same agents.yaml, each of its parts in a process of its own. */
class SeparateProcessesIT {
  @TempDir private Path directory;
  @TempDir private Path elsewhere;
  private final List<RunnerProcess> processes = new ArrayList<>();

  @BeforeEach
  void greeting() {
    Project.greeting(directory);
    Project.greeting(elsewhere);
  }

  @AfterEach
  void killAll() {
    processes.forEach(RunnerProcess::close);
  }

  @Test
  void workTogetherOnARedisThatIsNamed() {
    try (EmbeddedRedis redis = EmbeddedRedis.ephemeral().open()) {
      String url = redis.address().url();
      start(directory, "service", "--redis", url);
      start(directory, "gateway", "--redis", url);
      start(directory, "agents", "echo", "--redis", url);
      start(directory, "agents", "greeter", "--redis", url).awaitOut("Got response: ");
      endInOrder();
      assertThat(redis.isRunning()).isTrue();
    }
  }

  /** Which of the four starts the server, and who makes what first, is left to chance. */
  @Test
  void findTheEmbeddedRedisThatOneOfThemHasStarted() {
    start(directory, "service");
    start(directory, "gateway");
    start(directory, "agents", "echo");
    start(directory, "agents", "greeter").awaitOut("Got response: ");
    assertThat(processes.stream().filter(one -> one.err().contains("(embedded, "))).hasSize(1);
    assertThat(processes.stream().filter(one -> one.err().contains("by another process")))
        .hasSize(3);
  }

  @Test
  void mayStartWithTheAgents() {
    try (EmbeddedRedis redis = EmbeddedRedis.ephemeral().open()) {
      String url = redis.address().url();
      RunnerProcess greeter = start(directory, "agents", "greeter", "--redis", url);
      greeter.awaitErr("agent greeter/").awaitErr("has registered");
      start(directory, "agents", "echo", "--redis", url).awaitErr("has registered");
      assertThat(greeter.out()).isEmpty();
      start(directory, "gateway", "--redis", url);
      greeter.awaitOut("Got response: ");
      start(directory, "service", "--redis", url).awaitErr("REGISTER greeter");
      endInOrder();
    }
  }

  /** Another machine has a directory of its own, and no credentials of what runs elsewhere. */
  @Test
  void leaveTheCredentialsOfWhatRunsOnAnotherMachineAlone() {
    try (EmbeddedRedis redis = EmbeddedRedis.ephemeral().open()) {
      String url = redis.address().url();
      start(directory, "agents", "echo", "--redis", url).awaitErr("has registered");
      String before = Project.in(directory).text(".mas/credentials/echo.json");
      start(elsewhere, "gateway", "--redis", url).awaitErr("runs on");
      start(elsewhere, "agents", "greeter", "--redis", url).awaitOut("Got response: ");
      assertThat(Project.in(elsewhere).path(".mas/credentials/echo.json")).doesNotExist();

      start(directory, "agents", "echo", "--redis", url).awaitErr("has registered");
      assertThat(Project.in(directory).text(".mas/credentials/echo.json")).isEqualTo(before);
      endInOrder();
    }
  }

  private RunnerProcess start(Path where, String... arguments) {
    RunnerProcess process = Runner.in(where).start(arguments);
    processes.add(process);
    return process;
  }

  private void endInOrder() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      RunnerProcess process = processes.get(i).signal("TERM");
      assertThat(process.awaitEnd()).as(process.everything()).isEqualTo(143);
      assertThat(process.err()).doesNotContain("WARN", "ERROR");
    }
  }
}
