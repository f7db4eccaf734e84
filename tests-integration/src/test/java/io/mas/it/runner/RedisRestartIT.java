package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that crashes and comes back has forgotten the agents' users. */
class RedisRestartIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private Path directory;
  @TempDir private Path elsewhere;
  @TempDir private Path data;

  private static void writeCounting(Path where) {
    Project.in(where)
        .file(
            "Counting.java",
            """
            import io.mas.*;
            import java.util.concurrent.*;
            class Sender extends Agent<Void> {
              private int number;
              @Override protected void onStart() {
                Executors.newSingleThreadScheduledExecutor(task -> {
                  Thread thread = new Thread(task);
                  thread.setDaemon(true);
                  return thread;
                }).scheduleWithFixedDelay(this::next, 0, 20, TimeUnit.MILLISECONDS);
              }
              private void next() {
                int sent = number++;
                try {
                  send("receiver", "count", sent);
                  System.out.println("sent " + sent);
                } catch (RuntimeException e) {
                  System.out.println("not " + sent);
                }
              }
            }
            class Receiver extends Agent<Void> {
              @On("count") void count(Integer number) { System.out.println("got " + number); }
            }
            """)
        .file("gateway.yaml", "rate_limit: {per_minute: 100000, per_hour: 1000000}")
        .file(
            "agents.yaml",
            "gateway_config_file: gateway.yaml",
            "agents:",
            "  - {agent_id: sender, class_path: 'Counting.java:Sender'}",
            "  - {agent_id: receiver, class_path: 'Counting.java:Receiver'}",
            "permissions: [{allow: {sender: sender, targets: [receiver]}}]");
  }

  private static List<String> numbers(RunnerProcess run, String word) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .toList();
  }

  @Test
  void letsTheAgentsInAgainAndLosesNothing() throws IOException {
    writeCounting(directory);
    try (PlainRedis redis = new PlainRedis(data);
        RunnerProcess run = Runner.in(directory).start("run", "--redis", redis.url())) {
      run.awaitOut("got 20\n");
      redis.kill();
      redis.startAgain();
      flowsAgain(run, run);
      assertThat(run.err()).contains("are admitted again");
    }
  }

  @Test
  void letsTheAgentsOfEachDirectoryInAgain() throws IOException {
    writeCounting(directory);
    writeCounting(elsewhere);
    try (PlainRedis redis = new PlainRedis(data);
        RunnerProcess both = Runner.in(directory).start("run", "--redis", redis.url());
        RunnerProcess other =
            Runner.in(elsewhere).start("agents", "receiver", "--redis", redis.url())) {
      both.awaitOut("got 1");
      other.awaitOut("got ");
      redis.kill();
      redis.startAgain();
      flowsAgain(both, other);
      assertThat(other.err()).contains("are admitted again");
    }
    assertThat(Files.exists(elsewhere.resolve(".mas/credentials/receiver.json"))).isTrue();
  }

  /** What is sent from now on arrives at each, and so does all that was accepted before. */
  private static void flowsAgain(RunnerProcess sender, RunnerProcess receiver) {
    int sent = numbers(sender, "sent").size();
    int got = numbers(receiver, "got").size();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(numbers(sender, "sent")).hasSizeGreaterThan(sent + 200);
              assertThat(numbers(receiver, "got").size())
                  .as(sender.err() + receiver.err())
                  .isGreaterThan(got + 50);
            });
    List<String> accepted = numbers(sender, "sent");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              List<String> arrived = new java.util.ArrayList<>(numbers(sender, "got"));
              arrived.addAll(receiver == sender ? List.of() : numbers(receiver, "got"));
              assertThat(arrived).as(sender.err()).containsAll(accepted);
            });
  }
}
