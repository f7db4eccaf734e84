package io.mas.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.AgentRecord;
import io.mas.Ending;
import io.mas.Message;
import io.mas.On;
import io.mas.RunningAgent;
import io.mas.gateway.Operations;
import io.mas.gateway.Operations.Instance;
import io.mas.it.support.Listener;
import io.mas.it.support.News;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does with a running agent. */
class PauseIT {
  /** Notes numbers; each turn waits until the test lets it end. */
  static class Worker extends Agent<Void> {
    final List<Integer> handled = new CopyOnWriteArrayList<>();
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch mayEnd;

    Worker(boolean patient) {
      mayEnd = new CountDownLatch(patient ? 1 : 0);
    }

    @On("work")
    void work(Integer number) throws InterruptedException {
      begun.countDown();
      mayEnd.await();
      handled.add(number);
    }

    @On("ask")
    void ask(Message message) throws InterruptedException {
      begun.countDown();
      mayEnd.await();
      Message answer = request("echo", "echo", Map.of(), Duration.ofSeconds(20));
      handled.add(answer.dataAs(Integer.class));
    }
  }

  static class Echo extends Agent<Void> {
    @On(value = "echo", reply = "echoed")
    Integer echo() {
      return 42;
    }
  }

  private static final Duration SOON = Duration.ofSeconds(3);

  private final Listener sender = new Listener();
  private TestSystem system;
  private Operations operations;
  private News news;

  @BeforeEach
  void start() {
    system = TestSystem.start();
    system.allow("sender", "worker").allow("worker", "echo");
    operations = Operations.at(system.redisUrl());
    news = News.on(system.redisUrl());
    system.run("sender", sender);
    system.provision("worker");
  }

  @AfterEach
  void stop() {
    news.close();
    operations.close();
    system.close();
  }

  private void send(int from, int to) {
    for (int i = from; i <= to; i++) {
      sender.send("worker", "work", i);
    }
  }

  private void awaitFollowed() {
    await()
        .atMost(SOON)
        .until(() -> operations.instances("worker").stream().allMatch(Instance::follows));
  }

  private String status() {
    return sender.discover().stream()
        .filter(agent -> agent.id().equals("worker"))
        .map(AgentRecord::status)
        .findFirst()
        .orElse("(not shown)");
  }

  private long inbox() {
    try (io.mas.it.support.Wire wire = io.mas.it.support.Wire.to(system.redisUrl())) {
      return wire.redis().xlen(io.mas.it.support.Wire.KEYS.inbox("worker"));
    }
  }

  @Test
  void finishesTheTurnItIsInAndTakesNothingMoreUntilItIsResumed() throws Exception {
    Worker worker = new Worker(true);
    system.run("worker", worker);
    send(1, 3);
    assertThat(worker.begun.await(5, TimeUnit.SECONDS)).isTrue();

    assertThat(operations.pause("worker")).isTrue();
    await()
        .during(Duration.ofMillis(500))
        .until(() -> operations.instances("worker").stream().noneMatch(Instance::follows));
    worker.mayEnd.countDown();
    awaitFollowed();
    assertThat(worker.handled).containsExactly(1);
    send(4, 6);
    await().until(() -> inbox() == 5);
    await().untilAsserted(() -> assertThat(status()).isEqualTo("PAUSED"));
    // two more looks at the operator's wish change nothing
    assertThat(operations.pause("worker")).isTrue();
    awaitFollowed();
    assertThat(worker.handled).containsExactly(1);

    assertThat(operations.resume("worker")).isTrue();
    await().atMost(SOON).until(() -> worker.handled.equals(List.of(1, 2, 3, 4, 5, 6)));
    await().untilAsserted(() -> assertThat(status()).isEqualTo("ACTIVE"));
    assertThat(news.of("worker")).containsSubsequence("PAUSE", "RESUME");
  }

  @Test
  void letsRepliesThroughToATurnThatIsUnderWay() throws Exception {
    Worker worker = new Worker(true);
    system.run("worker", worker);
    system.run("echo", new Echo());
    sender.send("worker", "ask", Map.of());
    assertThat(worker.begun.await(5, TimeUnit.SECONDS)).isTrue();
    operations.pause("worker");
    await().untilAsserted(() -> assertThat(status()).isEqualTo("PAUSED"));

    worker.mayEnd.countDown();

    awaitFollowed();
    assertThat(worker.handled).containsExactly(42);
  }

  @Test
  void pausesAlsoInstancesThatStartLater() {
    operations.pause("worker");
    Worker worker = new Worker(false);
    RunningAgent running = system.run("worker", worker);
    send(1, 2);
    awaitFollowed();
    assertThat(running.health().up()).isTrue();
    await().until(() -> inbox() == 2);
    assertThat(worker.handled).isEmpty();

    operations.resume("worker");
    await().atMost(SOON).until(() -> worker.handled.equals(List.of(1, 2)));
  }

  @Test
  void endsTheInstancesThatAreDrainedAndKeepsTheirMessages() throws Exception {
    Worker worker = new Worker(true);
    RunningAgent first = system.run("worker", worker);
    RunningAgent second = system.run("worker", new Worker(false));
    send(1, 1);
    await().until(() -> worker.begun.getCount() == 0 || inbox() == 0);

    assertThat(operations.drain("worker")).isTrue();
    worker.mayEnd.countDown();
    for (RunningAgent running : List.of(first, second)) {
      assertThat(running.ended().toCompletableFuture().get(5, TimeUnit.SECONDS))
          .isEqualTo(Ending.DRAINED);
      assertThat(running.health().up()).isFalse();
    }
    assertThat(operations.instances("worker")).isEmpty();
    await().untilAsserted(() -> assertThat(status()).isEqualTo("DRAINED"));
    await().untilAsserted(() -> assertThat(news.of("worker")).contains("DRAIN", "DEREGISTER"));
    send(2, 3);
    await().until(() -> inbox() == 2);

    Worker next = new Worker(false);
    system.run("worker", next);
    awaitFollowed();
    assertThat(operations.instances("worker")).hasSize(1);
    assertThat(next.handled).isEmpty();
    operations.resume("worker");
    await().atMost(SOON).until(() -> next.handled.equals(List.of(2, 3)));
  }

  @Test
  void drainsOnceMoreWhatHasStartedAfterADrain() throws Exception {
    operations.drain("worker");
    RunningAgent later = system.run("worker", new Worker(false));
    awaitFollowed();
    assertThat(operations.instances("worker")).hasSize(1);

    operations.drain("worker");

    assertThat(later.ended().toCompletableFuture().get(5, TimeUnit.SECONDS))
        .isEqualTo(Ending.DRAINED);
  }

  @Test
  void knowsNoAgentThatIsNotProvisioned() {
    assertThat(operations.pause("nobody")).isFalse();
    assertThat(operations.drain("no agent's id")).isFalse();
    assertThat(operations.agents()).contains("worker", "sender").doesNotContain("nobody");
  }
}
