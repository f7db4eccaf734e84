package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.runner.redis.EmbeddedRedis;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pause}, {@code resume} and {@code drain} as an operator types them. */
class OperateCommandsIT {
  @TempDir private Path directory;
  @TempDir private Path elsewhere;

  @BeforeEach
  void greeting() {
    Project.greeting(directory);
  }

  private RunnerProcess command(String... arguments) {
    return Runner.in(directory).run(arguments);
  }

  private static void ends(RunnerProcess command, int status, String... said) {
    try (command) {
      assertThat(command.status()).as(command.everything()).isEqualTo(status);
      assertThat(command.out() + command.err()).contains(said).doesNotContain("\tat ");
    }
  }

  @Test
  void workOnTheSystemThatRunsHere() {
    try (RunnerProcess run = Runner.in(directory).start("run")) {
      run.awaitOut("Got response: ");
      ends(command("pause", "echo"), 0, "echo is paused", "instances registered: 1");
      run.awaitErr("is paused by an operator").awaitErr("PAUSE echo");
      ends(command("resume", "echo"), 0, "echo is resumed");
      run.awaitErr("is resumed by an operator");
      ends(command("drain", "echo"), 0, "echo is drained", "instances registered: 0");
      run.awaitErr("DEREGISTER echo");
      assertThat(run.isAlive()).isTrue();
      ends(command("drain", "greeter"), 0, "greeter is drained");
      assertThat(run.awaitEnd()).as(run.everything()).isZero();
      assertThat(run.err())
          .contains("all agents that ran here have been drained")
          .doesNotContain("WARN", "ERROR");
    }
  }

  @Test
  void whatIsAskedOutlivesTheSystem() {
    try (RunnerProcess run = Runner.in(directory).start("run")) {
      run.awaitOut("Got response: ");
      ends(command("pause", "echo"), 0, "echo is paused");
      run.signal("TERM").awaitEnd();
    }
    try (RunnerProcess again = Runner.in(directory).start("run")) {
      again.awaitErr("starts paused");
      ends(command("resume", "echo"), 0, "echo is resumed");
      again.awaitOut("Got response: ");
    }
  }

  @Test
  void needNoFilesWhereTheRedisIsNamed() {
    try (EmbeddedRedis redis = EmbeddedRedis.ephemeral().open();
        RunnerProcess run = Runner.in(directory).start("run", "--redis", redis.address().url())) {
      run.awaitErr("agent echo/");
      ends(
          Runner.in(elsewhere).run("pause", "echo", "--redis", redis.address().url()),
          0,
          "echo is paused");
    }
  }

  @Test
  void sayWhatIsWrong() {
    ends(command("pause", "echo"), 3, "no embedded one runs");
    ends(command("pause"), 2, "Missing required parameter: 'AGENT'");
    ends(command("drain", "echo", "--timeout", "soon"), 2, "'soon' is no duration");
    try (RunnerProcess run = Runner.in(directory).start("run")) {
      run.awaitOut("Got response: ");
      ends(command("drain", "ecko"), 1, "there is no agent 'ecko'", "did you mean `echo`?");
    }
  }

  /** A turn may take longer than the operator waits; the drain goes on. */
  @Test
  void sayWhoHasNotFollowedInTime() {
    Project.in(directory)
        .file(
            "EchoAgent.java",
            """
            import io.mas.*;
            import java.nio.file.*;
            public class EchoAgent extends Agent<Void> {
              @On("greeting.request")
              void greet(Message message) throws Exception {
                System.out.println("in the turn");
                while (!Files.exists(Path.of("go"))) { Thread.sleep(10); }
                message.reply("greeting.response", java.util.Map.of("reply", "late"));
              }
            }
            """);
    try (RunnerProcess run = Runner.in(directory).start("run")) {
      run.awaitOut("in the turn");
      ends(
          command("drain", "echo", "--timeout", "1s"),
          1,
          "waiting for i",
          "not done within 1 s",
          "what was asked stands");
      Project.in(directory).file("go", "");
      run.awaitOut("Got response: {\"reply\":\"late\"}").awaitErr("DEREGISTER echo");
    }
  }
}
