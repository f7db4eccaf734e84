package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.AgentSettings;
import io.mas.Message;
import io.mas.On;
import io.mas.OnPoison;
import io.mas.gateway.letters.DeadLetterBox;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterId;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Ordering keys: one message of a key at a time, in order, whoever handles it (P3, F14). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanesIT {
  record Step(String order, int number) {}

  /** What all instances of one agent have handled. */
  static final class Book {
    final ConcurrentMap<String, List<Integer>> handled = new ConcurrentHashMap<>();
    final Set<String> busy = ConcurrentHashMap.newKeySet();
    final List<String> overlaps = new CopyOnWriteArrayList<>();
    final Set<String> poisonous = ConcurrentHashMap.newKeySet();
    volatile boolean failsAtFirst;
  }

  static class Orders extends Agent<Void> {
    private final Book book;

    Orders(Book book) {
      this.book = book;
    }

    @On(value = "step", key = "order", maxAttempts = 3)
    void step(Step step, Message message) {
      handle(step, message);
    }

    @On(value = "other.step", key = "order")
    void other(Step step, Message message) {
      handle(step, message);
    }

    private void handle(Step step, Message message) {
      if (!book.busy.add(step.order())) {
        book.overlaps.add(step.toString());
      }
      try {
        if (book.poisonous.contains(step.order() + step.number())) {
          throw new IllegalStateException("poisonous");
        }
        if (book.failsAtFirst && step.number() % 50 == 7 && message.attempt() == 1) {
          throw new IllegalStateException("not at first");
        }
      } finally {
        book.busy.remove(step.order());
      }
      book.handled
          .computeIfAbsent(step.order(), order -> new CopyOnWriteArrayList<>())
          .add(step.number());
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

  private static AgentSettings settings(String id, int instances, int concurrency) {
    return new AgentSettings(id, concurrency, 3, List.of(), Map.of())
        .withInstances(instances)
        .withLease(Duration.ofSeconds(2));
  }

  private Book run(AgentSettings settings) {
    Book book = new Book();
    system.allow("sender", settings.id());
    for (int i = 0; i < settings.instances(); i++) {
      system.run(settings, new Orders(book));
    }
    return book;
  }

  private void send(String agent, int keys, int each) {
    for (int number = 0; number < each; number++) {
      for (int key = 0; key < keys; key++) {
        String type = number % 3 == 0 ? "other.step" : "step";
        sender.send(agent, type, new Step("o" + key, number));
      }
    }
  }

  private void handlesAllInOrder(String agent, Book book, int keys, int each) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              int handled = book.handled.values().stream().mapToInt(List::size).sum();
              assertThat(handled).isGreaterThanOrEqualTo(keys * each);
            });
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(book.overlaps).isEmpty();
    List<Integer> all = IntStream.range(0, each).boxed().toList();
    assertThat(book.handled).hasSize(keys);
    book.handled.values().forEach(of -> assertThat(of).containsExactlyElementsOf(all));
    assertThat(wire.redis().exists(Wire.KEYS.lanes(agent))).isZero();
  }

  @Test
  void keepsTheOrderOfEachKeyWithinOneInstanceOfMuchConcurrency() {
    Book book = run(settings("one", 1, 8));
    send("one", 20, 60);
    handlesAllInOrder("one", book, 20, 60);
  }

  @Test
  void keepsTheOrderOfEachKeyAcrossInstances() {
    Book book = run(settings("three", 3, 4));
    send("three", 10, 200);
    handlesAllInOrder("three", book, 10, 200);
  }

  @Test
  void aRetryKeepsItsLaneWaiting() {
    Book book = run(settings("retried", 2, 4));
    book.failsAtFirst = true;
    send("retried", 5, 120);
    handlesAllInOrder("retried", book, 5, 120);
  }

  @Test
  void keepsTheOrderWhileInstancesComeAndGo() {
    AgentSettings settings = settings("moving", 2, 4);
    Book book = new Book();
    system.allow("sender", "moving");
    var first = system.run(settings, new Orders(book));
    system.run(settings, new Orders(book));
    send("moving", 8, 50);
    first.stop();
    system.run(settings, new Orders(book));
    system.run(settings, new Orders(book));
    handlesAllInOrder("moving", book, 8, 50);
  }

  @Test
  void skipLetsTheOthersOfAKeyGoOn() {
    Book book = run(settings("skipping", 2, 4));
    book.poisonous.add("o03");
    send("skipping", 2, 8);
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(book.handled.get("o0")).hasSize(7));
    assertThat(book.handled.get("o0")).containsExactly(0, 1, 2, 4, 5, 6, 7);
    assertThat(wire.deadLettersFrom("skipping")).hasSize(1);
  }

  @Test
  void parkLetsTheOthersOfAKeyWaitUntilTheDeadLetterIsReplayed() {
    Book book = run(settings("parking", 2, 4).withOnPoison(OnPoison.PARK));
    book.poisonous.add("o03");
    send("parking", 2, 8);
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              assertThat(book.handled.get("o1")).hasSize(8);
              assertThat(wire.deadLettersFrom("parking")).hasSize(1);
            });
    sender.send("parking", "step", new Step("o0", 8));
    sender.send("parking", "step", new Step("o1", 8));
    await().untilAsserted(() -> assertThat(book.handled.get("o1")).hasSize(9));
    assertThat(book.handled.get("o0")).containsExactly(0, 1, 2);
    book.poisonous.clear();
    try (DeadLetterBox box = DeadLetterBox.at(system.redisUrl())) {
      box.replay(letterFrom(box, "parking"));
    }
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(book.handled.get("o0")).hasSize(9));
    assertThat(book.handled.get("o0")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
  }

  @Test
  void parkLetsTheOthersOfAKeyWaitUntilTheDeadLetterIsDropped() {
    Book book = run(settings("dropping", 1, 1).withOnPoison(OnPoison.PARK));
    book.poisonous.add("o01");
    send("dropping", 1, 4);
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(wire.deadLettersFrom("dropping")).hasSize(1));
    await().untilAsserted(() -> assertThat(parked("dropping")).isEqualTo(2));
    assertThat(book.handled.get("o0")).containsExactly(0);
    try (DeadLetterBox box = DeadLetterBox.at(system.redisUrl())) {
      assertThat(box.drop(letterFrom(box, "dropping"))).isTrue();
    }
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(book.handled.get("o0")).containsExactly(0, 2, 3));
  }

  @Test
  void aLaneIsFreedAlsoWhenTheReplayOfItsMessageWasRefused() {
    Book book = run(settings("refusing", 1, 1).withOnPoison(OnPoison.PARK));
    book.poisonous.add("o01");
    send("refusing", 1, 4);
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(wire.deadLettersFrom("refusing")).hasSize(1));
    await().untilAsserted(() -> assertThat(parked("refusing")).isEqualTo(2));
    int before = wire.deadLettersFrom("sender").size();
    system.rule(new PolicyRule.Block("sender", List.of("refusing"), Origin.CODE));
    try (DeadLetterBox box = DeadLetterBox.at(system.redisUrl())) {
      box.replay(letterFrom(box, "refusing"));
      await().untilAsserted(() -> assertThat(wire.deadLettersFrom("sender")).hasSize(before + 1));
      assertThat(book.handled.get("o0")).containsExactly(0);
      assertThat(box.drop(box.newestFirst().next())).isTrue();
    }
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(book.handled.get("o0")).containsExactly(0, 2, 3));
  }

  @Test
  void parkIsForWhatDoesNotFitItsHandlerToo() {
    Book book = run(settings("fitting", 1, 1).withOnPoison(OnPoison.PARK));
    sender.send("fitting", "step", Map.of("order", "o0", "number", "none"));
    sender.send("fitting", "step", new Step("o0", 1));
    sender.send("fitting", "step", new Step("o1", 1));
    await().untilAsserted(() -> assertThat(book.handled.get("o1")).containsExactly(1));
    await().untilAsserted(() -> assertThat(parked("fitting")).isEqualTo(1));
    try (DeadLetterBox box = DeadLetterBox.at(system.redisUrl())) {
      assertThat(box.drop(letterFrom(box, "fitting"))).isTrue();
    }
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(book.handled.get("o0")).containsExactly(1));
  }

  private long parked(String agent) {
    return wire.redis()
        .xpending(
            Wire.KEYS.inbox(agent),
            io.lettuce.core.Consumer.from("agents", "@parked"),
            io.lettuce.core.Range.unbounded(),
            io.lettuce.core.Limit.from(100))
        .size();
  }

  private static Letter letterFrom(DeadLetterBox box, String agent) {
    List<LetterId> ids = new ArrayList<>();
    for (Iterator<Letter> all = box.newestFirst(); all.hasNext(); ) {
      Letter letter = all.next();
      if (letter.from().equals(agent)) {
        ids.add(letter.id());
      }
    }
    assertThat(ids).hasSize(1);
    return box.find(ids.get(0)).orElseThrow();
  }
}
