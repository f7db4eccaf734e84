package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Agent;
import io.mas.AgentSettings;
import io.mas.Message;
import io.mas.On;
import io.mas.TerminalException;
import io.mas.gateway.CircuitBreakers;
import io.mas.gateway.GatewayRules;
import io.mas.gateway.breaker.BreakerRule;
import io.mas.gateway.breaker.Breakers;
import io.mas.gateway.breaker.CircuitStatus.State;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Listener;
import io.mas.it.support.Owners;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A target that is tried gets exactly what one trial has, and each trial comes to an end. */
class F46BreakerIT {
  private static final int SENDERS = 6;
  private static final int PERMITS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final BreakerRule RULE =
      BreakerRule.defaults().withThresholds(2, PERMITS).withTimeout(TIMEOUT);

  /** Fails, and is silent while it is tried. */
  static class Target extends Agent<Void> {
    final CountDownLatch mayGoOn = new CountDownLatch(1);

    @On("break")
    void fail(Message message) {
      throw new TerminalException("as it was told");
    }

    @On("work")
    void work(Message message) throws InterruptedException {
      assertThat(mayGoOn.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Target target = new Target();
  private final List<Listener> senders = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private BreakerRule rule = RULE;
  private Owners gateways;
  private volatile boolean ends;

  @AfterEach
  void stop() throws InterruptedException {
    ends = true;
    for (Thread thread : threads) {
      thread.join();
    }
    target.mayGoOn.countDown();
    gateways.close();
    wire.close();
    system.close();
  }

  private void start(int count) {
    List<String> names = Owners.apart(SENDERS);
    names.forEach(name -> system.allow(name, "target"));
    gateways = owners(count, names);
    system.run(new AgentSettings("target", 64, 5, List.of(), Map.of()), target);
    for (String name : names) {
      Listener sender = new Listener();
      system.run(name, sender);
      senders.add(sender);
    }
  }

  private Owners owners(int count, List<String> agents) {
    return Owners.start(
        system.redisUrl(),
        wire,
        count,
        GatewayRules.defaults().withBreakers(Breakers.ofEach(rule)),
        agents);
  }

  private String circuit() {
    return wire.hash(Keys.breakers(Wire.KEYS.shardOf("target"))).getOrDefault("target", "");
  }

  private void open() {
    senders.get(0).send("target", "break", 1);
    senders.get(1).send("target", "break", 1);
    await().until(() -> circuit().startsWith("o "));
  }

  /** Of each sender, without a pause but a moment. */
  private void flow() {
    for (Listener sender : senders) {
      Thread thread =
          new Thread(
              () -> {
                while (!ends) {
                  sender.send("target", "work", 1);
                  LockSupport.parkNanos(3_000_000);
                }
              });
      thread.start();
      threads.add(thread);
    }
  }

  /** Those that passed after the circuit had opened and was seen to be, in the order of time. */
  private List<JsonNode> passed(long after) {
    return works().stream()
        .filter(r -> r.path("decision").asText().equals("ALLOWED"))
        .filter(r -> r.path("time").asLong() >= after)
        .sorted((a, b) -> Long.compare(a.path("time").asLong(), b.path("time").asLong()))
        .toList();
  }

  private List<JsonNode> works() {
    return wire.audit().stream().filter(r -> r.path("type").asText().equals("work")).toList();
  }

  private static long until(String circuit) {
    return Long.parseLong(circuit.split(" ", -1)[2]);
  }

  @Test
  void passesExactlyWhatATrialHasWithTwoGatewaysAndAnotherTrialWhenOneIsNotAnswered() {
    start(2);
    open();
    long until = until(circuit());
    flow();
    // two trials begin, and the second is over all but a moment
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> passed(until).size() > PERMITS && times(until).get(PERMITS) > 0);
    long second = times(until).get(PERMITS);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                works().stream()
                    .anyMatch(r -> r.path("time").asLong() > second + TIMEOUT.toMillis() - 1_000));
    ends = true;

    List<Long> times = times(until);
    Set<String> deciders = new HashSet<>();
    works().forEach(r -> deciders.add(r.path("gateway").asText()));
    assertThat(deciders).hasSize(2);
    assertThat(times).hasSize(2 * PERMITS);
    assertThat(times.get(PERMITS) - times.get(0))
        .isGreaterThanOrEqualTo(TIMEOUT.toMillis() - 500)
        .isLessThan(TIMEOUT.toMillis() + 2_000);
    assertThat(times.get(PERMITS - 1) - times.get(0)).isLessThan(2_000);
    long refused = works().stream().filter(F46BreakerIT::isRefused).count();
    Report.of("F46")
        .with("senders", SENDERS)
        .with("gateways", 2)
        .with("permits", PERMITS)
        .with("passed in two trials", times.size())
        .with("refused", refused)
        .print();
    assertThat(refused).isGreaterThan(100);
    // the trials' messages end at last: it closes
    target.mayGoOn.countDown();
    await().until(() -> circuit().isEmpty());
  }

  private static boolean isRefused(JsonNode audited) {
    return audited.path("decision").asText().equals("CIRCUIT_OPEN");
  }

  private List<Long> times(long until) {
    return passed(until).stream().map(r -> r.path("time").asLong()).toList();
  }

  /** The trial is long enough for another gateway to start. */
  @Test
  void whatOneOwnerHasCountedAndLetPassHoldsUnderTheNext() {
    rule = RULE.withTimeout(Duration.ofSeconds(8));
    start(1);
    open();
    String opened = circuit();
    long until = until(opened);
    // nothing but this one message asks for a permit of the first gateway
    await().atMost(Duration.ofSeconds(20)).until(() -> now() > until);
    senders.get(0).send("target", "work", 1);
    await().until(() -> passed(until).size() == 1);
    gateways.close();
    gateways = owners(1, List.of());
    assertThat(circuit()).isEqualTo(opened);
    flow();
    await().until(() -> works().stream().filter(F46BreakerIT::isRefused).count() > 200);
    ends = true;
    assertThat(passed(until)).hasSize(PERMITS);
    assertThat(now()).isLessThan(times(until).get(0) + rule.timeout().toMillis());
    target.mayGoOn.countDown();
    await().until(() -> circuit().isEmpty());
  }

  @Test
  void whatAnOperatorWantsIsInForceAtAllGatewaysWithinASecond() {
    start(2);
    try (CircuitBreakers breakers = CircuitBreakers.at(system.redisUrl())) {
      target.mayGoOn.countDown();
      assertThat(breakers.open("target")).isTrue();
      refusedWithin(true, Duration.ofSeconds(1));
      assertThat(breakers.close("target")).isTrue();
      refusedWithin(false, Duration.ofSeconds(1));
      open();
      assertThat(breakers.of("target").orElseThrow().state()).isEqualTo(State.CLOSED);
      refusedWithin(false, Duration.ofSeconds(1));
      assertThat(breakers.reset("target")).isTrue();
      assertThat(breakers.of("target").orElseThrow().forced()).isFalse();
      assertThat(breakers.of("target").orElseThrow().state()).isEqualTo(State.CLOSED);
      refusedWithin(false, Duration.ofSeconds(1));
      await().until(() -> circuit().isEmpty());
      assertThat(breakers.open("nobody")).isFalse();
    }
  }

  /** Of senders of either gateway; what is sent before may still be decided otherwise. */
  private void refusedWithin(boolean refused, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await().until(() -> System.nanoTime() > end);
    for (Listener sender : senders.subList(0, 2)) {
      String id = sender.send("target", "work", 1);
      await()
          .untilAsserted(
              () ->
                  assertThat(wire.decisions(id))
                      .containsExactly(refused ? "CIRCUIT_OPEN" : "ALLOWED"));
    }
  }

  /** By the clock of Redis. */
  private long now() {
    List<byte[]> time = wire.redis().time();
    return Long.parseLong(new String(time.get(0), StandardCharsets.UTF_8)) * 1_000
        + Long.parseLong(new String(time.get(1), StandardCharsets.UTF_8)) / 1_000;
  }
}
