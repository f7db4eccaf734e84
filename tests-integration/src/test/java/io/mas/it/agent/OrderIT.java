package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderIT {
  private static final int MESSAGES = 2_000;

  record Total(int count) {}

  /** Notes the numbers it gets, and fails at some of them at first. */
  static class Noting extends Agent<Total> {
    final List<Integer> handled = new CopyOnWriteArrayList<>();
    private final boolean fails;

    Noting(boolean fails) {
      this.fails = fails;
    }

    @On("number")
    void number(Integer number, Message message) {
      if (fails && number % 400 == 7 && message.attempt() == 1) {
        throw new IllegalStateException("not at first");
      }
      handled.add(number);
      if (number % 3 == 0) {
        updateState(new Total(state().count() + 1));
      }
      if (message.expectsReply()) {
        message.reply("noted", number);
      }
    }
  }

  private TestSystem system;
  private Wire wire;
  private final Listener sender = new Listener();

  @BeforeAll
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.run("sender", sender);
  }

  @AfterAll
  void stop() {
    wire.close();
    system.close();
  }

  private void handlesAllInOrder(Noting agent) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(agent.handled).hasSizeGreaterThanOrEqualTo(MESSAGES));
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(agent.handled)
        .containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
  }

  @Test
  void handlesTwoThousandMessagesInTheOrderTheyWereSent() {
    system.allow("sender", "plain");
    Noting agent = new Noting(false);
    system.run("plain", agent);
    IntStream.range(0, MESSAGES).forEach(number -> sender.send("plain", "number", number));
    handlesAllInOrder(agent);
  }

  @Test
  void keepsTheOrderThroughRetries() {
    system.allow("sender", "retrying");
    Noting agent = new Noting(true);
    system.run("retrying", agent);
    IntStream.range(0, MESSAGES).forEach(number -> sender.send("retrying", "number", number));
    handlesAllInOrder(agent);
  }

  @Test
  void keepsTheOrderOfRequestsAmongSends() {
    system.allow("sender", "mixed");
    Noting agent = new Noting(true);
    system.run("mixed", agent);
    List<CompletableFuture<Message>> replies = new ArrayList<>();
    for (int number = 0; number < MESSAGES; number++) {
      if (number % 5 == 0) {
        replies.add(sender.requestAsync("mixed", "number", number).toCompletableFuture());
      } else {
        sender.send("mixed", "number", number);
      }
    }
    handlesAllInOrder(agent);
    for (int i = 0; i < replies.size(); i++) {
      assertThat(replies.get(i).join().data().asInt()).isEqualTo(5 * i);
    }
  }

  static class Relay extends Agent<Total> {
    @On("number")
    void number(Integer number) {
      send("end", "number", number);
      updateState(new Total(state().count() + 1));
    }
  }

  @Test
  void keepsTheOrderThroughARelayWithState() {
    system.allow("sender", "relay").allow("relay", "end");
    Noting agent = new Noting(false);
    system.run("end", agent);
    system.run("relay", new Relay());
    IntStream.range(0, MESSAGES).forEach(number -> sender.send("relay", "number", number));
    handlesAllInOrder(agent);
    assertThat(wire.hash(Wire.KEYS.state("relay")))
        .containsEntry("count", Integer.toString(MESSAGES));
  }
}
