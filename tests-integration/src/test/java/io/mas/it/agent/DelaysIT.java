package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import io.mas.RequestTimeoutException;
import io.mas.RunningAgent;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Messages that leave later, messages worth something for a while, and callers who have gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DelaysIT {
  static class Alarm extends Agent<Void> {
    final List<String> rung = new CopyOnWriteArrayList<>();
    volatile String delayed = "";

    @On("ring")
    void ring(String text) {
      rung.add(text);
    }

    @On("set")
    void set(String text, Message message) {
      delayed = sendLater(Duration.ofMillis(100), id(), "ring", text);
      if (text.equals("and fail") && message.attempt() == 1) {
        throw new IllegalStateException("after all");
      }
      if (text.equals("and take back")) {
        assertThat(cancelLater(delayed)).isTrue();
        assertThat(cancelLater(delayed)).isFalse();
      }
      message.reply("done", delayed);
    }

    @On("cancel")
    void cancel(String id, Message message) {
      message.reply("done", cancelLater(id));
    }
  }

  /** Waits with its first message until it is let go. */
  static class Slow extends Agent<Void> {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final List<String> handled = new CopyOnWriteArrayList<>();

    @On("work")
    void work(String text) throws InterruptedException {
      begun.countDown();
      goOn.await();
      handled.add(text);
    }
  }

  /** Asks somebody who never answers. */
  static class Middle extends Agent<Void> {
    final List<Long> waited = new CopyOnWriteArrayList<>();

    @On("ask")
    void ask(String text, Message message) {
      long begin = System.nanoTime();
      try {
        request("mute", "question", text, Duration.ofSeconds(20));
      } catch (RequestTimeoutException e) {
        waited.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
      }
    }
  }

  static class Mute extends Agent<Void> {
    @On("question")
    void question(String text) {}
  }

  private TestSystem system;
  private Wire wire;
  private final Listener asker = new Listener();

  @BeforeAll
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system
        .allow("asker", "*")
        .allow("alarm", "alarm")
        .allow("heir", "heir")
        .allow("middle", "mute");
    system.run("asker", asker);
  }

  @AfterAll
  void stop() {
    wire.close();
    system.close();
  }

  @Test
  void aDelayedMessageLeavesOnceWithTheTurnThatHasDelayedIt() {
    Alarm alarm = new Alarm();
    system.run("alarm", alarm);
    Message done = asker.request("alarm", "set", "and fail", Duration.ofSeconds(10));
    await().untilAsserted(() -> assertThat(alarm.rung).contains("and fail"));
    String taken =
        asker.request("alarm", "set", "and take back", Duration.ofSeconds(10)).data().asText();
    asker.request("alarm", "set", "last", Duration.ofSeconds(10));
    await().untilAsserted(() -> assertThat(alarm.rung).contains("last"));
    assertThat(alarm.rung).containsExactly("and fail", "last");
    await()
        .untilAsserted(
            () -> assertThat(wire.decisions(done.data().asText())).containsExactly("ALLOWED"));
    assertThat(wire.decisions(taken)).isEmpty();
    assertThat(wire.redis().exists(Wire.KEYS.timers("alarm"), Wire.KEYS.delayed("alarm"))).isZero();
  }

  @Test
  void aDelayedMessageCanBeTakenBackByAnyInstanceUntilItLeaves() {
    Listener patient = new Listener();
    system.allow("patient", "patient");
    system.run("patient", patient);
    String id = patient.sendLater(Duration.ofHours(1), "patient", "x", Map.of());
    Listener other = new Listener();
    system.run("patient", other);
    assertThat(other.cancelLater(id)).isTrue();
    assertThat(patient.cancelLater(id)).isFalse();
    assertThat(patient.cancelLater("no id")).isFalse();
    assertThatThrownBy(() -> patient.sendLater(Duration.ofSeconds(-1), "patient", "x", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDelayedMessageOutlivesTheInstanceThatHasDelayedIt() {
    Alarm first = new Alarm();
    RunningAgent running = system.run("heir", first);
    first.sendLater(Duration.ofMillis(300), "heir", "ring", "inherited");
    running.stop();
    Alarm second = new Alarm();
    system.run("heir", second);
    await().untilAsserted(() -> assertThat(second.rung).containsExactly("inherited"));
  }

  @Test
  void whatIsNotHandledInItsTimeIsADeadLetterAndNobodyWorksOnIt() {
    Slow slow = new Slow();
    system.run("slow", slow);
    asker.send("slow", "work", "first");
    await().until(() -> slow.begun.getCount() == 0);
    Duration time = Duration.ofSeconds(2);
    String late = asker.send("slow", "work", "late", time);
    var asked = asker.requestAsync("slow", "work", "unanswered", time).toCompletableFuture();
    asker.send("slow", "work", "last", Duration.ofHours(1));
    await().untilAsserted(() -> assertThat(wire.entries(Wire.KEYS.inbox("slow"))).hasSize(4));
    await().until(asked::isCompletedExceptionally);
    slow.goOn.countDown();
    await().untilAsserted(() -> assertThat(slow.handled).containsExactly("first", "last"));
    await().untilAsserted(() -> assertThat(wire.deadLettersFrom("slow")).hasSize(2));
    assertThat(wire.deadLetters(late)).hasSize(1);
    assertThat(wire.deadLettersFrom("slow"))
        .allSatisfy(letter -> assertThat(letter).containsEntry("decision", "EXPIRED"));
  }

  @Test
  void aRequestWithinARequestWaitsNoLongerThanTheOuterOne() {
    Middle middle = new Middle();
    system.run("mute", new Mute());
    system.run("middle", middle);
    assertThatThrownBy(() -> asker.request("middle", "ask", "?", Duration.ofMillis(800)))
        .isInstanceOf(RequestTimeoutException.class);
    await().untilAsserted(() -> assertThat(middle.waited).hasSize(1));
    assertThat(middle.waited.get(0)).isLessThan(5_000);
  }
}
