package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.AgentSettings;
import io.mas.Message;
import io.mas.On;
import io.mas.PayloadMappingException;
import io.mas.RunningAgent;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateIT {
  enum Mood {
    GOOD,
    BAD
  }

  record Inner(String name, boolean yes, List<Integer> numbers) {}

  @SuppressWarnings("ArrayRecordComponent") // bytes are a value type of a state like any other
  record Everything(
      boolean yes,
      boolean no,
      Boolean boxedNothing,
      int number,
      long large,
      double real,
      BigDecimal exact,
      BigDecimal zeroes,
      BigInteger huge,
      Mood mood,
      String text,
      String nothing,
      LocalDate day,
      LocalDateTime time,
      Instant moment,
      OffsetDateTime local,
      ZonedDateTime zoned,
      Duration duration,
      Optional<String> maybe,
      byte[] bytes,
      List<Inner> list,
      Set<Mood> set,
      Map<String, Inner> map,
      Inner nested) {}

  /** A keeper of any state, which does what it is told from outside of a handler. */
  static class Keeper extends Agent<Everything> {}

  public static class Small {
    public int count;
    public String name;
    public boolean flag;
  }

  static class SmallKeeper extends Agent<Small> {
    @On("fill")
    void fill(Message message) {
      updateState(Map.of("count", state().count + 1));
      updateState(Map.of("name", "n" + state().count));
      message.reply("done", Map.of("name", state().name));
    }

    @On("spoil")
    void spoil(Message message) {
      updateState(Map.of("count", "no number"));
    }
  }

  record Count(int count, int other) {}

  static class Counter extends Agent<Count> {
    @On("increment")
    void increment() {
      updateState(new Count(state().count() + 1, state().other()));
    }

    @On("add")
    void add() {
      updateState(Map.of("count", state().count() + 1));
    }
  }

  /** Counts how often its handler is called too. */
  static class Called extends Agent<Count> {
    private final AtomicInteger calls = new AtomicInteger();

    @On("increment")
    void increment() {
      calls.incrementAndGet();
      updateState(new Count(state().count() + 1, 0));
    }
  }

  private TestSystem system;
  private Wire wire;
  private final Listener asker = new Listener();

  @BeforeAll
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.allow("asker", "small", "spoiled", "counter", "busy", "both", "locked");
    system.run("asker", asker);
  }

  @AfterAll
  void stop() {
    wire.close();
    system.close();
  }

  private static Everything everything() {
    return new Everything(
        true,
        false,
        null,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Double.MIN_VALUE,
        new BigDecimal("-12345678901234567890123.4567890123456789"),
        new BigDecimal("1.500"),
        new BigInteger("-98765432109876543210987654321"),
        Mood.BAD,
        "quoted \" \\ \n \u0000 \uD83D\uDE00",
        null,
        LocalDate.of(2000, 2, 29),
        LocalDateTime.parse("2000-02-29T23:59:59.999999999"),
        Instant.parse("1969-12-31T23:59:59.000000001Z"),
        OffsetDateTime.parse("2000-01-01T00:00:00-03:30"),
        ZonedDateTime.parse("2024-06-01T12:00:00+02:00[Europe/Berlin]"),
        Duration.ofSeconds(3, 7),
        Optional.of("here"),
        new byte[] {0, -1, 127},
        List.of(new Inner("a", true, List.of(1, 2)), new Inner(null, false, List.of())),
        Set.of(Mood.GOOD),
        Map.of("key with : and @", new Inner("b", true, List.of())),
        new Inner("n", false, List.of(3)));
  }

  @Test
  void givesEveryValueBackAsTheTypeThatWentInAlsoAfterARestart() {
    Keeper keeper = new Keeper();
    RunningAgent running = system.run("keeper", keeper);
    keeper.updateState(everything());
    assertThat(keeper.state()).usingRecursiveComparison().isEqualTo(everything());
    running.stop();
    Keeper next = new Keeper();
    system.run("keeper", next);
    assertThat(next.state()).usingRecursiveComparison().isEqualTo(everything());
    assertThat(next.state().exact()).isEqualTo(everything().exact());
    assertThat(next.state().zeroes()).isEqualTo(everything().zeroes());
    assertThat(next.state().zoned()).isEqualTo(everything().zoned());
  }

  @Test
  void keepsOneJsonFieldForEachPropertyAndTheRevision() {
    Keeper keeper = new Keeper();
    system.run("fields", keeper);
    keeper.updateState(everything());
    Map<String, String> fields = wire.hash(Wire.KEYS.state("fields"));
    assertThat(fields)
        .hasSize(Everything.class.getRecordComponents().length + 1)
        .containsKey("@revision")
        .containsEntry("yes", "true")
        .containsEntry("nothing", "null")
        .containsEntry("number", "-2147483648")
        .containsEntry("mood", "\"BAD\"")
        .containsEntry("day", "\"2000-02-29\"")
        .containsEntry("exact", "-12345678901234567890123.4567890123456789")
        .containsEntry("nested", "{\"name\":\"n\",\"yes\":false,\"numbers\":[3]}");
  }

  @Test
  void hasTheTypesOwnDefaultsBeforeAnythingWasSet() {
    SmallKeeper keeper = new SmallKeeper();
    system.run("fresh", keeper);
    assertThat(keeper.state().count).isZero();
    assertThat(keeper.state().name).isNull();
    assertThat(keeper.state().flag).isFalse();
  }

  @Test
  void setsSomePropertiesRemovesOthersAndResets() {
    SmallKeeper keeper = new SmallKeeper();
    system.run("partial", keeper);
    String key = Wire.KEYS.state("partial");
    keeper.updateState(Map.of("count", 1, "flag", true));
    keeper.updateState(Map.of("name", "set"));
    assertThat(wire.hash(key)).containsOnlyKeys("@revision", "count", "flag", "name");
    Map<String, Object> toNull = new HashMap<>();
    toNull.put("name", null);
    keeper.updateState(toNull);
    assertThat(keeper.state().name).isNull();
    assertThat(keeper.state().count).isEqualTo(1);
    keeper.resetState();
    assertThat(wire.hash(key)).containsOnlyKeys("@revision");
    assertThat(keeper.state().count).isZero();
  }

  @Test
  void removesTheFieldsThatAWholeReplacementLacks() {
    SmallKeeper keeper = new SmallKeeper();
    system.run("replaced", keeper);
    wire.redis()
        .hset(
            Wire.KEYS.state("replaced"),
            "of.an.older.version",
            "1".getBytes(StandardCharsets.UTF_8));
    Small small = new Small();
    small.count = 7;
    keeper.updateState(small);
    assertThat(wire.hash(Wire.KEYS.state("replaced")))
        .containsOnlyKeys("@revision", "count", "name", "flag");
  }

  @Test
  void refusesAnUpdateThatDoesNotFitTheTypeAndKeepsWhatThereWas() {
    SmallKeeper keeper = new SmallKeeper();
    system.run(new AgentSettings("spoiled", 1, 1, List.of(), Map.of()), keeper);
    keeper.updateState(Map.of("count", 3));
    assertThatThrownBy(() -> keeper.updateState(Map.of("count", "no number")))
        .isInstanceOf(PayloadMappingException.class);
    assertThatThrownBy(() -> keeper.updateState(Map.of("@revision", "9")))
        .isInstanceOf(PayloadMappingException.class);
    String message = asker.send("spoiled", "spoil", Map.of());
    await().untilAsserted(() -> assertThat(wire.deadLetters(message)).hasSize(1));
    assertThat(keeper.state().count).isEqualTo(3);
    assertThat(wire.hash(Wire.KEYS.state("spoiled"))).containsEntry("count", "3");
  }

  @Test
  void seesItsOwnUpdatesWithinTheTurn() {
    system.run("small", new SmallKeeper());
    Message first = asker.request("small", "fill", Map.of(), Duration.ofSeconds(20));
    Message second = asker.request("small", "fill", Map.of(), Duration.ofSeconds(20));
    assertThat(first.data().path("name").asText()).isEqualTo("n1");
    assertThat(second.data().path("name").asText()).isEqualTo("n2");
  }

  @Test
  void refusesStateToAnAgentWithout() {
    assertThatThrownBy(asker::state)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no state");
  }

  private void countsTo(String agent, int expected) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(wire.hash(Wire.KEYS.state(agent)))
                    .containsEntry("count", Integer.toString(expected)));
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(wire.hash(Wire.KEYS.state(agent)))
        .containsEntry("count", Integer.toString(expected));
    assertThat(wire.deadLettersFrom(agent)).isEmpty();
  }

  @Test
  void losesNoIncrementOfSeveralInstances() {
    system.run("counter", new Counter());
    system.run("counter", new Counter());
    for (int i = 0; i < 1_000; i++) {
      asker.send("counter", "increment", Map.of());
    }
    countsTo("counter", 1_000);
  }

  @Test
  void losesNoIncrementOfConcurrentHandlersOfOneInstance() {
    system.run(new AgentSettings("busy", 4, 5, List.of(), Map.of()), new Counter());
    for (int i = 0; i < 1_000; i++) {
      asker.send("busy", "increment", Map.of());
    }
    countsTo("busy", 1_000);
  }

  @Test
  void losesNoIncrementOfHandlersAndOfThreadsOutsideOfThem() throws InterruptedException {
    Counter one = new Counter();
    system.run("both", one);
    system.run("both", new Counter());
    Thread outside =
        new Thread(
            () -> {
              for (int i = 0; i < 100; i++) {
                one.updateState(Map.of("other", i));
              }
            });
    outside.start();
    for (int i = 0; i < 300; i++) {
      asker.send("both", "add", Map.of());
    }
    outside.join();
    countsTo("both", 300);
    assertThat(wire.hash(Wire.KEYS.state("both"))).containsEntry("other", "99");
  }

  @Test
  void callsNoHandlerInVainWhileAnotherInstanceHasTheLock() {
    Called agent = new Called();
    system.run("locked", agent);
    long until = System.currentTimeMillis() + 2_000;
    wire.redis()
        .hset(
            Wire.KEYS.state("locked"),
            "@lock",
            ("another/1-1 " + until).getBytes(StandardCharsets.UTF_8));
    asker.send("locked", "increment", Map.of());
    countsTo("locked", 1);
    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(until);
    assertThat(agent.calls).hasValueLessThanOrEqualTo(2);
  }
}
