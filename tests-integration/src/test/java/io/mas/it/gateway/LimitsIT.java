package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Decision;
import io.mas.Message;
import io.mas.MessageRejectedException;
import io.mas.Rejection;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewayRules;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.limit.Limit;
import io.mas.gateway.limit.Limits;
import io.mas.internal.redis.Keys;
import io.mas.it.support.GatewayProcess;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits through a real gateway. */
class LimitsIT {
  /** Answers what asks for it. */
  static class Target extends Listener {
    @Override
    protected void onMessage(Message message) throws Exception {
      super.onMessage(message);
      if (message.expectsReply()) {
        message.reply("done", 1);
      }
    }
  }

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Listener sender = new Listener();
  private final Target target = new Target();
  private final List<AutoCloseable> gateways = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable gateway : gateways) {
      gateway.close();
    }
    wire.close();
    system.close();
  }

  /** Permissions come first: a gateway that runs takes others a little later. */
  private Gateway start(Limits limits) {
    system.allow("sender", "target").allow("other", "target");
    Gateway gateway =
        Gateway.start(
            GatewaySettings.of(system.redisUrl()).with(GatewayRules.defaults().withLimits(limits)));
    gateways.add(gateway);
    return gateway;
  }

  private void run() {
    system.run("target", target);
    system.run("sender", sender);
  }

  private List<String> send(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(sender.send("target", "work", i));
    }
    return ids;
  }

  private List<JsonNode> works() {
    return wire.audit().stream().filter(r -> r.path("type").asText().equals("work")).toList();
  }

  private long decided(String decision) {
    return works().stream().filter(r -> r.path("decision").asText().equals(decision)).count();
  }

  @Test
  void anAgentOverItsLimitLearnsWhenItMaySendAgainAndThenMay() {
    start(Limits.ofEach(Limit.perMinute(60).withBurst(2)));
    run();
    sender.request("target", "work", 1);
    sender.request("target", "work", 2);
    AtomicReference<Duration> retryAfter = new AtomicReference<>();
    assertThatThrownBy(() -> sender.request("target", "work", 3))
        .isInstanceOfSatisfying(
            MessageRejectedException.class,
            refused -> {
              assertThat(refused.decision()).isEqualTo(Decision.RATE_LIMITED);
              assertThat(refused.reason()).isEqualTo("agent sender: 60 per minute");
              retryAfter.set(refused.retryAfter().orElseThrow());
            });
    assertThat(retryAfter.get()).isBetween(Duration.ofMillis(1), Duration.ofMillis(1_000));
    AtomicReference<Message> answer = new AtomicReference<>();
    await()
        .pollDelay(retryAfter.get())
        .until(() -> answer.compareAndSet(null, sender.request("target", "work", 4)));
    assertThat(answer.get().type()).isEqualTo("done");
  }

  @Test
  void whatIsThrottledWaitsInOrderAndIsDecidedAtItsTime() {
    start(Limits.ofEach(Limit.perMinute(600).withBurst(5).throttling()));
    run();
    List<String> sent = send(20);
    await().untilAsserted(() -> assertThat(target.received()).hasSize(20));
    assertThat(target.received().stream().map(Message::id).toList()).isEqualTo(sent);
    assertThat(sender.rejections()).isEmpty();
    List<Long> times = works().stream().map(r -> r.path("time").asLong()).toList();
    for (int i = 5; i < times.size(); i++) {
      // the burst may have filled a little between its first message and its last
      assertThat(times.get(i) - times.get(0)).isGreaterThanOrEqualTo((i - 4) * 100L);
    }
    assertThat(times.get(19) - times.get(0)).isLessThan(15 * 100L + 1_000);
  }

  @Test
  void aThrottledSenderHoldsUpNobodyElse() {
    start(Limits.NONE.withAgents(Map.of("sender", Limit.perHour(1).throttling())));
    Listener other = new Listener();
    run();
    system.run("other", other);
    send(3);
    for (int i = 0; i < 20; i++) {
      other.request("target", "other", i);
    }
    await().untilAsserted(() -> assertThat(decided("ALLOWED")).isEqualTo(1));
    assertThat(wire.redis().xlen(Wire.KEYS.outbox("sender"))).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aChangeOfTheLimitsIsInForceAtOnce() {
    Gateway gateway = start(Limits.ofEach(Limit.perHour(1).throttling()));
    run();
    send(4);
    await().untilAsserted(() -> assertThat(target.received()).hasSize(1));
    gateway.apply(GatewayRules.defaults());
    await().untilAsserted(() -> assertThat(target.received()).hasSize(4));
  }

  @Test
  void levelsSurviveTheDeathOfTheGateway() throws Exception {
    system.allow("sender", "target");
    Map<String, String> limit = Map.of(GatewayProcess.PER_MINUTE, "6", GatewayProcess.BURST, "20");
    GatewayProcess first = GatewayProcess.launch(system.redisUrl(), limit);
    gateways.add(first);
    first.process().awaitReady();
    run();
    send(25);
    await().untilAsserted(() -> assertThat(works()).hasSize(25));
    first.kill();
    start(Limits.ofEach(Limit.perMinute(6).withBurst(20)));
    send(25);
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(works()).hasSize(50));
    List<Long> times = works().stream().map(r -> r.path("time").asLong()).sorted().toList();
    double most = 20 + (times.get(49) - times.get(0)) / 10_000.0;
    assertThat((double) decided("ALLOWED")).isBetween(20.0, most);
    assertThat(decided("RATE_LIMITED")).isEqualTo(50 - decided("ALLOWED"));
  }

  @Test
  void whatIsFullAgainLeavesRedis() {
    start(Limits.ofEach(Limit.perMinute(6_000)));
    run();
    send(50);
    String levels = Keys.limits(Wire.KEYS.shardOf("sender"));
    await().untilAsserted(() -> assertThat(target.received()).hasSize(50));
    await().untilAsserted(() -> assertThat(wire.hash(levels)).isEmpty());
  }

  @Test
  void whatIsSentToATargetByAllTogetherIsLimited() {
    start(Limits.NONE.withTargets(Map.of("target", Limit.perHour(10))));
    Listener other = new Listener();
    run();
    system.run("other", other);
    for (int i = 0; i < 10; i++) {
      sender.send("target", "work", i);
      other.send("target", "work", i);
    }
    await().untilAsserted(() -> assertThat(works()).hasSize(20));
    assertThat(decided("ALLOWED")).isEqualTo(10);
    assertThat(decided("RATE_LIMITED")).isEqualTo(10);
    await()
        .until(
            () -> sender.rejections().size() + other.rejections().size(),
            Integer.valueOf(10)::equals);
    List<Rejection> refused = new ArrayList<>(sender.rejections());
    refused.addAll(other.rejections());
    assertThat(refused)
        .allSatisfy(
            rejection -> {
              assertThat(rejection.reason()).isEqualTo("target target: 10 per hour");
              assertThat(rejection.retryAfter())
                  .hasValueSatisfying(
                      delay ->
                          assertThat(delay)
                              .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6)));
            });
  }

  @Test
  void whatAGatewayHasNotUsedOfASharedLimitIsThereForOthers() {
    Limits limits = Limits.NONE.withGlobal(Limit.perHour(100));
    Gateway first = start(limits);
    run();
    send(3);
    await().untilAsserted(() -> assertThat(target.received()).hasSize(3));
    first.close();
    start(limits);
    send(100);
    await().untilAsserted(() -> assertThat(works()).hasSize(103));
    assertThat(decided("ALLOWED")).isEqualTo(100);
  }
}
