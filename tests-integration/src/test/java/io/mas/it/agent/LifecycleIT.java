package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.Health;
import io.mas.Message;
import io.mas.On;
import io.mas.RunningAgent;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifecycleIT {
  /** Notes what happens to it. */
  static class Noting extends Agent<Void> {
    final List<String> events = new CopyOnWriteArrayList<>();
    final CountDownLatch started = new CountDownLatch(1);
    final CountDownLatch mayStart = new CountDownLatch(1);

    Noting(boolean mayStart) {
      if (mayStart) {
        this.mayStart.countDown();
      }
    }

    @Override
    protected void onStart() throws Exception {
      events.add("start");
      started.countDown();
      mayStart.await();
      send("listener", "sent.by.start", Map.of());
      events.add("started");
    }

    @Override
    protected void onStop() {
      events.add("stop");
      send("listener", "sent.by.stop", Map.of());
    }

    @On("work")
    void work() {
      events.add("work");
    }
  }

  static class Broken extends Agent<Void> {
    @Override
    protected void onStart() {
      throw new IllegalStateException("cannot start");
    }

    @Override
    protected void onMessage(Message message) {
      throw new IllegalStateException("handles nothing");
    }
  }

  static class TooEarly extends Agent<Void> {
    TooEarly() {
      send("listener", "too.early", Map.of());
    }
  }

  /** Handles a message only when it is let. */
  static class Slow extends Agent<Void> {
    final List<Integer> handled;
    final CountDownLatch first = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);

    Slow(List<Integer> handled) {
      this.handled = handled;
    }

    @On("number")
    void number(Integer number) throws InterruptedException {
      first.countDown();
      go.await();
      handled.add(number);
    }
  }

  private TestSystem system;
  private Wire wire;
  private final Listener asker = new Listener();
  private final Listener listener = new Listener();

  @BeforeAll
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.run("asker", asker);
    system.run("listener", listener);
  }

  @AfterAll
  void stop() {
    wire.close();
    system.close();
  }

  @Test
  void handlesMessagesOnlyAfterOnStartAndCallsOnStopAfterTheLastTurn() throws Exception {
    system.allow("asker", "noting").allow("noting", "listener");
    system.provision("noting");
    asker.send("noting", "work", Map.of());
    Noting agent = new Noting(false);
    CompletableFuture<RunningAgent> running =
        CompletableFuture.supplyAsync(() -> system.run("noting", agent));
    assertThat(agent.started.await(20, TimeUnit.SECONDS)).isTrue();
    String inbox = Wire.KEYS.inbox("noting");
    await().untilAsserted(() -> assertThat(wire.redis().xlen(inbox)).isEqualTo(1));
    assertThat(agent.events).containsExactly("start");
    agent.mayStart.countDown();
    running.join();
    await().untilAsserted(() -> assertThat(agent.events).contains("work"));
    running.join().stop();
    assertThat(agent.events).containsExactly("start", "started", "work", "stop");
    await()
        .untilAsserted(
            () -> assertThat(listener.types()).contains("sent.by.start", "sent.by.stop"));
  }

  @Test
  void keepsNothingFromOthersWhileItStarts() throws Exception {
    system.allow("asker", "shared");
    Noting ready = new Noting(true);
    system.allow("shared", "listener").run("shared", ready);
    Noting starting = new Noting(false);
    CompletableFuture<RunningAgent> second =
        CompletableFuture.supplyAsync(() -> system.run("shared", starting));
    assertThat(starting.started.await(20, TimeUnit.SECONDS)).isTrue();
    IntStream.range(0, 50).forEach(number -> asker.send("shared", "work", Map.of()));
    await()
        .untilAsserted(
            () -> assertThat(ready.events).filteredOn(event -> event.equals("work")).hasSize(50));
    starting.mayStart.countDown();
    second.join();
    assertThat(starting.events).doesNotContain("work");
  }

  @Test
  void callsOnStopOnlyWhenOnStartHasEnded() throws Exception {
    system.allow("hasty", "listener");
    Noting agent = new Noting(false);
    try (AgentHost host = AgentHost.at(system.redisUrl())) {
      RunningAgent running =
          host.start(AgentSettings.of("hasty"), system.provision("hasty"), agent);
      assertThat(agent.started.await(20, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(running::stop);
      await().until(() -> running.health().equals(Health.down("it is stopping")));
      assertThat(agent.events).containsExactly("start");
      agent.mayStart.countDown();
      stopped.join();
    }
    assertThat(agent.events).containsExactly("start", "started", "stop");
  }

  @Test
  void leavesNothingBehindWhenItStops() {
    system.allow("asker", "leaver").allow("leaver", "listener");
    RunningAgent running = system.run("leaver", new Noting(true));
    running.stop();
    running.stop();
    assertThat(wire.redis().keys("*:leaver:*")).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(wire.hash(Wire.KEYS.sequence("leaver")))
                    .containsOnlyKeys("n", "l", "d"));
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
  }

  @Test
  void doesNotWorkInTheConstructor() {
    assertThatThrownBy(TooEarly::new)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("onStart()");
  }

  @Test
  void isStartedOnce() {
    Noting agent = new Noting(true);
    system.allow("once", "listener");
    system.run("once", agent);
    assertThatThrownBy(() -> system.run("once", agent))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("started once");
  }

  @Test
  void leavesAgainWhenOnStartThrowsAndHoldsNothing() {
    system.allow("asker", "broken");
    assertThatThrownBy(() -> system.run("broken", new Broken()))
        .hasRootCauseMessage("cannot start");
    await().untilAsserted(() -> assertThat(wire.redis().keys("*:broken:*")).isEmpty());
    await()
        .untilAsserted(
            () ->
                assertThat(wire.hash(Wire.KEYS.agent("broken")))
                    .containsEntry("status", "INACTIVE"));
    // what is sent now waits for one that works
    asker.send("broken", "work", Map.of());
    Listener works = new Listener();
    system.run("broken", works);
    await().untilAsserted(() -> assertThat(works.types()).containsExactly("work"));
  }

  @Test
  void handsWhatItHasNotHandledToTheNextInOrderAndAtOnce() throws Exception {
    system.allow("asker", "slow");
    List<Integer> handled = new CopyOnWriteArrayList<>();
    Slow agent = new Slow(handled);
    RunningAgent running = system.run("slow", agent);
    IntStream.range(0, 50).forEach(number -> asker.send("slow", "number", number));
    assertThat(agent.first.await(20, TimeUnit.SECONDS)).isTrue();
    String inbox = Wire.KEYS.inbox("slow");
    await()
        .untilAsserted(
            () -> assertThat(wire.redis().xpending(inbox, "agents").getCount()).isEqualTo(50));
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(running::stop);
    // it waits for the turn that it is in
    assertThat(stopped).isNotDone();
    agent.go.countDown();
    stopped.join();
    IntStream.range(50, 60).forEach(number -> asker.send("slow", "number", number));
    Slow next = new Slow(handled);
    next.go.countDown();
    system.run("slow", next);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(handled).hasSizeGreaterThanOrEqualTo(60));
    assertThat(handled).containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList());
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
  }

  /** Asks in a turn, and once more when it stops. */
  static class AskingToTheEnd extends Agent<Void> {
    final CountDownLatch asks = new CountDownLatch(1);
    final List<String> answers = new CopyOnWriteArrayList<>();

    @On("ask")
    void ask() {
      asks.countDown();
      answers.add(request("answering", "question", Map.of(), Duration.ofSeconds(20)).type());
    }

    @Override
    protected void onStop() {
      answers.add(request("answering", "last.question", Map.of(), Duration.ofSeconds(5)).type());
    }
  }

  static class Answering extends Agent<Void> {
    final CountDownLatch go = new CountDownLatch(1);

    @On("question")
    void question(Message message) throws InterruptedException {
      go.await();
      message.reply("answer", Map.of());
    }

    @On("last.question")
    void lastQuestion(Message message) {
      message.reply("last.answer", Map.of());
    }
  }

  @Test
  void getsTheRepliesThatItsLastTurnAndOnStopWaitFor() throws Exception {
    system.allow("asker", "asking").allow("asking", "answering");
    Answering answering = new Answering();
    AskingToTheEnd asking = new AskingToTheEnd();
    system.run("answering", answering);
    RunningAgent running = system.run("asking", asking);
    asker.send("asking", "ask", Map.of());
    assertThat(asking.asks.await(20, TimeUnit.SECONDS)).isTrue();
    String inbox = Wire.KEYS.inbox("answering");
    await().untilAsserted(() -> assertThat(wire.redis().xlen(inbox)).isEqualTo(1));
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(running::stop);
    answering.go.countDown();
    stopped.join();
    assertThat(asking.answers).containsExactly("answer", "last.answer");
  }
}
