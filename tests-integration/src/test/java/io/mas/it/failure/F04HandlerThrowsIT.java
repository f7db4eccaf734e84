package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.AgentSettings;
import io.mas.Message;
import io.mas.On;
import io.mas.gateway.letters.DeadLetterBox;
import io.mas.gateway.letters.Letter;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** F04: a handler that throws is tried again, then a dead letter; once repaired, it is replayed. */
class F04HandlerThrowsIT {
  private static final int MESSAGES = 10;
  private static final int ATTEMPTS = 3;

  /** Fails until it is repaired. */
  static class Fragile extends Agent<Fragile.Count> {
    record Count(int handled) {}

    final ConcurrentMap<String, List<Long>> triedAt = new ConcurrentHashMap<>();
    final List<String> handled = new CopyOnWriteArrayList<>();
    volatile boolean repaired;

    @On("work")
    void work(Message message) {
      updateState(new Count(state().handled() + 1));
      if (!repaired) {
        triedAt
            .computeIfAbsent(message.id(), first -> new CopyOnWriteArrayList<>())
            .add(System.nanoTime());
        throw new IllegalStateException("not repaired yet");
      }
      assertThat(message.attempt()).isEqualTo(1);
      handled.add(message.id());
    }

    @On(value = "how.many", reply = "so.many")
    int handled() {
      return state().handled();
    }
  }

  private final TestSystem system = TestSystem.start();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Listener sender = new Listener();
  private final Fragile fragile = new Fragile();

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  @Test
  void isRetriedThenADeadLetterThenHandledOnceWhenItIsRepairedAndReplayed() {
    long begun = System.nanoTime();
    system.allow("sender", "fragile");
    system.run("sender", sender);
    system.run(new AgentSettings("fragile", 1, ATTEMPTS, List.of(), Map.of()), fragile);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      sent.add(sender.send("fragile", "work", i));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(wire.deadLetters()).hasSize(MESSAGES));
    assertThat(fragile.triedAt.keySet()).containsExactlyInAnyOrderElementsOf(sent);
    fragile.triedAt.values().forEach(F04HandlerThrowsIT::isBackedOff);

    try (DeadLetterBox box = DeadLetterBox.at(system.redisUrl())) {
      List<Letter> letters = new ArrayList<>();
      box.oldestFirst().forEachRemaining(letters::add);
      assertThat(letters).allSatisfy(F04HandlerThrowsIT::saysWhy);
      fragile.repaired = true;
      letters.forEach(box::replay);
    }
    await().untilAsserted(() -> assertThat(fragile.handled).hasSizeGreaterThanOrEqualTo(MESSAGES));
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());

    List<String> lost = new ArrayList<>(sent);
    lost.removeAll(fragile.handled);
    int repeated = fragile.handled.size() - (MESSAGES - lost.size());
    System.out.printf(
        "F04 lost=%d repeated=%d messages=%d attempts=%d seconds=%.1f%n",
        lost.size(), repeated, MESSAGES, ATTEMPTS, (System.nanoTime() - begun) / 1e9);
    assertThat(lost).isEmpty();
    assertThat(repeated).isZero();
    assertThat(wire.deadLetters()).isEmpty();
    // what the attempts that failed have set is not seen
    assertThat(sender.request("fragile", "how.many", 0).data().asInt()).isEqualTo(MESSAGES);
  }

  private static void isBackedOff(List<Long> times) {
    assertThat(times).hasSize(ATTEMPTS);
    for (int i = 1; i < times.size(); i++) {
      assertThat(Duration.ofNanos(times.get(i) - times.get(i - 1)))
          .isGreaterThan(Duration.ofMillis(10));
    }
  }

  private static void saysWhy(Letter letter) {
    assertThat(letter.decision()).isEqualTo("HANDLER_FAILED");
    assertThat(letter.reason()).contains("java.lang.IllegalStateException");
    assertThat(letter.attempts()).isEqualTo(ATTEMPTS);
    assertThat(letter.first()).isBeforeOrEqualTo(letter.last());
    assertThat(letter.last()).isBeforeOrEqualTo(letter.at());
    assertThat(letter.sender()).isEqualTo("sender");
    assertThat(letter.target()).isEqualTo("fragile");
  }
}
