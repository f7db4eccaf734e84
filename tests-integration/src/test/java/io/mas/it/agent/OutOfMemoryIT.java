package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import io.mas.OutboxFullException;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Redis without memory is back-pressure: nothing more is sent, and what was sent is handled (F28).
 */
class OutOfMemoryIT {
  record Total(int count) {}

  static class Counting extends Agent<Total> {
    private final CountDownLatch mayBegin;

    Counting(CountDownLatch mayBegin) {
      this.mayBegin = mayBegin;
    }

    @On("count")
    void count(String padding) throws InterruptedException {
      mayBegin.await();
      updateState(new Total(state().count() + 1));
      send("next", "counted", state().count());
    }

    /** With an ordering key, all that the agent reads is sorted first. */
    @On(value = "keyed", key = "order")
    void keyed(Message message) {
      updateState(new Total(state().count() + 1));
    }
  }

  private final TestSystem system = TestSystem.start();
  private final Wire wire = Wire.to(system.redisUrl());

  @AfterEach
  void stop() {
    wire.redis().configSet("maxmemory", "0");
    wire.close();
    system.close();
  }

  @Test
  void sendsFailAndTurnsCommitUntilThereIsRoomAgain() {
    system.allow("sender", "counting").allow("counting", "next");
    Listener sender = new Listener();
    Listener next = new Listener();
    CountDownLatch mayBegin = new CountDownLatch(1);
    system.run("sender", sender);
    system.run("next", next);
    system.run("counting", new Counting(mayBegin));
    String padding = "x".repeat(2_000);
    for (int i = 0; i < 200; i++) {
      sender.send("counting", "count", padding);
    }
    await().untilAsserted(() -> assertThat(wire.entries(Wire.KEYS.inbox("counting"))).hasSize(200));
    wire.redis().configSet("maxmemory", "1mb");
    assertThatThrownBy(() -> sender.send("counting", "count", padding))
        .isInstanceOf(OutboxFullException.class);
    assertThatThrownBy(() -> sender.sendLater(Duration.ofHours(1), "counting", "count", padding))
        .isInstanceOf(OutboxFullException.class);
    mayBegin.countDown();
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(next.received()).hasSize(200));
    wire.redis().configSet("maxmemory", "0");
    await()
        .ignoreExceptionsInstanceOf(OutboxFullException.class)
        .untilAsserted(() -> sender.send("counting", "count", padding));
    await().untilAsserted(() -> assertThat(next.received()).hasSize(201));
    assertThat(wire.hash(Wire.KEYS.state("counting"))).containsEntry("count", "201");
    assertThat(wire.deadLettersFrom("counting")).isEmpty();
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
  }
}
