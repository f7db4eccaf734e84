package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentRecord;
import io.mas.Decision;
import io.mas.Rejection;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.Json;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quarantine} and {@code kill} of an agent that runs in a process of its own. */
class RestraintIT {
  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir private Path directory;

  private final Listener sender = new Listener();
  private final Listener receiver = new Listener();
  private TestSystem system;
  private Wire wire;

  @BeforeEach
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.allow("sender", "worker", "receiver");
    system.allow("worker", "receiver");
    system.run("sender", sender);
    system.run("receiver", receiver);
    Project.in(directory)
        .file(
            "agents.yaml",
            """
            start_service: false
            start_gateway: false
            agents:
              - {agent_id: worker, class_path: "Worker.java:Worker"}
            """)
        .file(
            "Worker.java",
            """
            import io.mas.*;
                        public class Worker extends Agent<Worker.Last> {
              public record Last(int number) {}
              @On("work")
              void work(Integer number) throws Exception {
                System.out.println("begins " + number);
                Thread.sleep(150);
                updateState(new Last(number));
                send("receiver", "done", number);
                System.out.println("ends " + number);
              }
            }
            """);
  }

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  private RunnerProcess run() {
    RunnerProcess run = Runner.in(directory).start("run", "--redis", system.redisUrl());
    return run.awaitErr("has registered");
  }

  private void ends(int status, String said, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--redis", system.redisUrl()));
    try (RunnerProcess command = Runner.in(directory).run(all.toArray(String[]::new))) {
      assertThat(command.status()).as(command.everything()).isEqualTo(status);
      assertThat(command.out() + command.err()).contains(said).doesNotContain("\tat ");
    }
  }

  private JsonNode shown() throws Exception {
    try (RunnerProcess show =
        Runner.in(directory)
            .run("agent", "show", "worker", "--output", "json", "--redis", system.redisUrl())) {
      return Json.read(show.out().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void awaitDone(int number) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(receiver.received())
                    .extracting(message -> message.dataAs(Integer.class))
                    .contains(number));
  }

  private List<String> reasons() {
    return sender.rejections().stream().map(Rejection::reason).distinct().toList();
  }

  @Test
  void whatAQuarantinedAgentSendsIsKeptAndCanBeReplayed() throws Exception {
    try (RunnerProcess run = run()) {
      sender.send("worker", "work", 1);
      awaitDone(1);
      sender.send("worker", "work", 2);
      run.awaitOut("begins 2");
      ends(0, "worker is in quarantine", "quarantine", "worker", "--reason", "leaks data");
      assertThat(shown().path("restriction").path("kind").asText()).isEqualTo("QUARANTINED");
      assertThat(shown().path("restriction").path("reason").asText()).isEqualTo("leaks data");
      await()
          .atMost(SOON)
          .until(
              () -> {
                sender.send("worker", "work", 3);
                return !sender.rejections().isEmpty();
              });
      assertThat(sender.rejections().get(0).decision()).isEqualTo(Decision.AUTHZ_DENIED);
      assertThat(reasons()).containsExactly("agent worker is quarantined");
      assertThat(sender.discover()).extracting(AgentRecord::id).containsExactly("receiver");
      ends(0, "worker is released", "quarantine", "worker", "--release");
      await()
          .atMost(SOON)
          .until(() -> sender.discover().stream().anyMatch(a -> a.id().equals("worker")));
      sender.send("worker", "work", 4);
      awaitDone(4);
      ends(0, "replayed", "dlq", "replay", "--all", "--agent", "worker");
      awaitDone(3);
      assertThat(run.isAlive()).isTrue();
    }
  }

  @Test
  void aKilledAgentCommitsNothingMoreAndBeginsNoTurnUntilItIsReleased() throws Exception {
    try (RunnerProcess run = run()) {
      for (int i = 1; i <= 40; i++) {
        sender.send("worker", "work", i);
      }
      awaitDone(2);
      ends(0, "worker is killed", "kill", "worker", "--reason", "runs amok");
      String state = state();
      int done = receiver.received().size();
      run.awaitErr("agent worker");
      await()
          .atMost(SOON)
          .until(
              () ->
                  run.err().contains("is killed by an operator")
                      || run.err().contains("is not let in by Redis any more"));
      assertThat(wire.redis().clientList()).doesNotContain("user=mas-agent-worker");
      assertThat(shown().path("restriction").path("kind").asText()).isEqualTo("KILLED");
      // a turn that was under way may end; no other begins, and none is committed
      long begun = begun(run);
      await().during(Duration.ofSeconds(1)).until(() -> begun(run) <= begun + 1);
      assertThat(state()).isEqualTo(state);
      assertThat(receiver.received().size()).isLessThanOrEqualTo(done + 1);
      await()
          .atMost(SOON)
          .until(
              () -> {
                sender.send("worker", "work", 99);
                return reasons().contains("agent worker is killed");
              });
      assertThat(sender.discover()).extracting(AgentRecord::id).containsExactly("receiver");
      ends(1, "is killed, which goes further", "quarantine", "worker");
      ends(
          1,
          "worker is killed, and stays so; `kill worker --release` undoes that",
          "quarantine",
          "worker",
          "--release");
      assertThat(shown().path("restriction").path("kind").asText()).isEqualTo("KILLED");
      ends(0, "worker is released", "kill", "worker", "--release");
      awaitDone(40);
      assertThat(receiver.received())
          .extracting(m -> m.dataAs(Integer.class))
          .doesNotHaveDuplicates();
      assertThat(run.isAlive()).isTrue();
      ends(0, "was not under restraint", "kill", "worker", "--release");
    }
  }

  @Test
  void othersAreStartedWhereOneIsKilledAndOneIsRevoked() {
    Project.in(directory)
        .file(
            "agents.yaml",
            """
            start_service: false
            start_gateway: false
            agents:
              - {agent_id: worker, class_path: "Worker.java:Worker"}
              - {agent_id: gone, class_path: "Worker.java:Worker"}
              - {agent_id: other, class_path: "Worker.java:Worker"}
            """);
    system.allow("sender", "other");
    system.allow("other", "receiver");
    system.provision("worker");
    system.provision("gone");
    ends(0, "worker is killed", "kill", "worker");
    ends(0, "gone is revoked", "agent", "revoke", "gone");
    try (RunnerProcess run = run()) {
      assertThat(run.err())
          .contains(
              "agent worker is killed by an operator, and is not started: after 'mas-runner kill"
                  + " worker --release', start this runner again")
          .contains("agent gone is revoked, and is not started");
      sender.send("other", "work", 1);
      awaitDone(1);
    }
    ends(0, "worker is released", "kill", "worker", "--release");
    try (RunnerProcess run = run()) {
      sender.send("worker", "work", 2);
      awaitDone(2);
      assertThat(run.err()).doesNotContain("killed").contains("agent gone is revoked");
    }
  }

  @Test
  void aRunnerOfWhichAllAgentsAreKilledStays() {
    system.provision("worker");
    ends(0, "worker is killed", "kill", "worker");
    try (RunnerProcess run = Runner.in(directory).start("run", "--redis", system.redisUrl())) {
      run.awaitErr("agent worker is killed by an operator");
      await().during(Duration.ofSeconds(1)).until(run::isAlive);
    }
  }

  private String state() {
    return wire.hash(Wire.KEYS.state("worker")).toString();
  }

  private static long begun(RunnerProcess run) {
    return run.out().lines().filter(line -> line.startsWith("begins ")).count();
  }

  @Test
  void aRevokedAgentStaysRevokedWhenItIsReleased() throws Exception {
    system.provision("worker");
    ends(0, "worker is revoked", "agent", "revoke", "worker");
    ends(0, "worker is killed", "kill", "worker");
    ends(0, "worker is released", "kill", "worker", "--release");
    assertThat(shown().path("state").asText()).isEqualTo("REVOKED");
    ends(0, "", "agent", "remove", "worker", "--force");
    assertThat(wire.redis().hget(Keys.RESTRICTIONS, "worker")).isNull();
  }

  @Test
  void whoIsNotThereIsNamed() {
    ends(1, "there is no agent 'nobody'", "kill", "nobody");
    ends(2, "--reason takes up to 200", "quarantine", "sender", "--reason", "x".repeat(201));
  }
}
