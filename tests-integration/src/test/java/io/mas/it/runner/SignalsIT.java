package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.runner.redis.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a runner ends: in order when it is asked to, without leftovers when it is killed. */
class SignalsIT {
  /** Answers only once the file "go" is there. */
  private static final String PATIENT_ECHO =
      """
      import io.mas.Agent;
      import io.mas.Message;
      import io.mas.On;
      import java.nio.file.*;
      import java.util.Map;
      public class EchoAgent extends Agent<Void> {
        @On("greeting.request")
        void greet(Message message) throws Exception {
          System.out.println("in the turn");
          while (!Files.exists(Path.of("go"))) {
            Thread.sleep(10);
          }
          message.reply("greeting.response", Map.of("reply", "late"));
        }
      }
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void stopsItsPartsInOrder(String signal, int status) {
    Project.greeting(directory);
    try (RunnerProcess run = Runner.in(directory).with("MAS_LOG_LEVEL", "DEBUG").start("run")) {
      run.awaitOut("Got response: ");
      List<ProcessHandle> servers = run.descendants();
      assertThat(servers).isNotEmpty();

      assertThat(run.signal(signal).awaitEnd()).as(run.everything()).isEqualTo(status);

      assertThat(run.err())
          .containsSubsequence(
              "stopping",
              "has deregistered",
              "has deregistered",
              "agents closed",
              "gateway closed",
              "service closed",
              "Redis closed")
          .doesNotContain("WARN", "ERROR", "\tat ");
      awaitEndOf(servers);
      assertThat(directory.resolve(".mas/connection.json")).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void finishesTheTurnsItIsIn(String signal, int status) {
    Project project = Project.greeting(directory).file("EchoAgent.java", PATIENT_ECHO);
    try (EmbeddedRedis redis = EmbeddedRedis.ephemeral().open();
        // known to Redis before the greeter asks for it
        RunnerProcess echo =
            start("agents", "echo", "--redis", redis.address().url()).awaitErr("has registered");
        RunnerProcess others =
            start("run", "--config", others(project), "--redis", redis.address().url())) {
      echo.awaitOut("in the turn");
      echo.signal(signal).awaitErr("stopping");
      assertThat(echo.isAlive()).isTrue();
      assertThat(others.out()).isEmpty();

      project.file("go", "");
      others.awaitOut("Got response: {\"reply\":\"late\"}");

      assertThat(echo.awaitEnd()).as(echo.everything()).isEqualTo(status);
      assertThat(echo.err())
          .containsSubsequence("stopping", "has deregistered")
          .doesNotContain("WARN", "ERROR");
    }
  }

  /** The server has ended when the runner has, or soon after it was killed; its shell follows. */
  private static void awaitEndOf(List<ProcessHandle> servers) {
    assertThat(servers).isNotEmpty();
    await("the end of the Redis server")
        .atMost(Duration.ofSeconds(15))
        .until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
  }

  private RunnerProcess start(String... arguments) {
    return Runner.in(directory).start(arguments);
  }

  /** Service, gateway and greeter; echo runs elsewhere. */
  private static String others(Project project) {
    String all = project.text("agents.yaml");
    project.file("others.yaml", all.replaceAll("(?m)^  - agent_id: echo\\n.*\\n", ""));
    return "others.yaml";
  }

  @Test
  void stopsInOrderInTheMidstOfItsStart() {
    Project.greeting(directory);
    try (RunnerProcess run = Runner.in(directory).start("run")) {
      run.awaitErr("Redis is ");
      List<ProcessHandle> servers = run.descendants();

      assertThat(run.signal("TERM").awaitEnd()).as(run.everything()).isEqualTo(143);

      assertThat(run.err()).doesNotContain("WARN", "ERROR", "\tat ", "could not start");
      awaitEndOf(servers);
    }
  }

  /** An agent that waits for an answer in its onStart is stopped, which is no failure of it. */
  @Test
  void reportsNoFailureOfAnAgentThatItStopsInItsStart() {
    Project.greeting(directory);
    try (RunnerProcess run = Runner.in(directory).start("agents", "greeter")) {
      run.awaitErr("has registered");
      assertThat(run.signal("TERM").awaitEnd()).as(run.everything()).isEqualTo(143);
      assertThat(run.err()).doesNotContain("WARN", "ERROR", "\tat ", "could not start");
    }
  }

  @Test
  void leavesNoServerBehindWhenItIsKilledAndLosesNoState() {
    Project.greeting(directory);
    List<ProcessHandle> servers;
    try (RunnerProcess run = Runner.in(directory).start("run")) {
      run.awaitOut("\"seen\":1");
      servers = run.descendants();
      assertThat(servers).isNotEmpty();
      run.signal("KILL").awaitEnd();
    }
    awaitEndOf(servers);
    try (RunnerProcess again = Runner.in(directory).start("run")) {
      again.awaitOut("\"seen\":2");
    }
  }
}
