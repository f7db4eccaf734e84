package io.mas.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.RunningAgent;
import io.mas.gateway.Controls;
import io.mas.gateway.GatewayRules;
import io.mas.gateway.Provisioning;
import io.mas.gateway.control.Restriction;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.it.failure.Report;
import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.Owners;
import io.mas.it.support.Wire;
import io.mas.runner.redis.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How soon quarantine and kill are in force at each of two gateways, while messages flow. */
class RestraintTimeIT {
  private static final long IN_FORCE_MILLIS = 1_000;
  private static final long CADENCE_MILLIS = 10;
  private static final Duration SOON = Duration.ofSeconds(15);

  /** What an operator does, and whether agents have Redis users. */
  private enum Restraint {
    QUARANTINE(true, "quarantined"),
    KILL(true, "killed"),
    KILL_WITHOUT_REDIS_USERS(false, "killed");

    private final boolean redisUsers;
    private final String participle;

    Restraint(boolean redisUsers, String participle) {
      this.redisUsers = redisUsers;
      this.participle = participle;
    }

    boolean put(Controls controls, String agent) {
      return this == QUARANTINE ? controls.quarantine(agent, "") : controls.kill(agent, "");
    }
  }

  private final EmbeddedRedis redis = EmbeddedRedis.ephemeral().open();
  private final String url = redis.address().url();
  private final Wire wire = Wire.to(url);
  private final AgentHost host = AgentHost.at(url);
  private final Map<String, AgentCredentials> credentials = new HashMap<>();
  private final ScheduledExecutorService traffic = Executors.newScheduledThreadPool(2);

  @AfterEach
  void stop() {
    traffic.shutdownNow();
    host.close();
    wire.close();
    redis.close();
  }

  private RunningAgent run(Provisioning provisioning, String id, Listener agent) {
    RunningAgent running =
        host.start(
            AgentSettings.of(id).withLease(Duration.ofSeconds(3)),
            credentials.computeIfAbsent(id, provisioning::provision),
            agent);
    running.started().toCompletableFuture().join();
    return running;
  }

  private long redisMillis() {
    List<byte[]> time = wire.redis().time();
    return number(time.get(0)) * 1_000 + number(time.get(1)) / 1_000;
  }

  private static long number(byte[] text) {
    return Long.parseLong(new String(text, StandardCharsets.UTF_8));
  }

  private List<JsonNode> decided(String sender, String decision) {
    return wire.audit().stream()
        .filter(record -> record.path("sender").asText().equals(sender))
        .filter(record -> record.path("kind").asText().equals("SEND"))
        .filter(record -> record.path("decision").asText().equals(decision))
        .toList();
  }

  private void flows(Listener from, String to) {
    AtomicInteger number = new AtomicInteger();
    traffic.scheduleWithFixedDelay(
        () -> from.send(to, "work", number.incrementAndGet()),
        0,
        CADENCE_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void isInForceAtBothGatewaysWithinASecond(Restraint restraint) {
    List<String> names = Owners.apart(3);
    List<String> senders = names.subList(0, 2);
    String target = names.get(2);
    Listener worker = new Listener();
    try (Provisioning provisioning = Provisioning.at(url, restraint.redisUsers);
        Controls controls = Controls.at(url, restraint.redisUsers);
        Owners gateways = Owners.start(url, wire, 2, GatewayRules.defaults(), senders)) {
      provisioning.publish(
          "test",
          List.of(
              new PolicyRule.Allow(senders.get(0), List.of(target), Origin.CODE),
              new PolicyRule.Allow(senders.get(1), List.of(target), Origin.CODE),
              new PolicyRule.Allow(target, List.of("*"), Origin.CODE)));
      RunningAgent restrained = run(provisioning, target, worker);
      for (String sender : senders) {
        Listener agent = new Listener();
        run(provisioning, sender, agent);
        flows(agent, target);
      }
      await()
          .atMost(SOON)
          .until(() -> senders.stream().allMatch(s -> decided(s, "ALLOWED").size() > 20));

      assertThat(restraint.put(controls, target)).isTrue();
      long returned = redisMillis();
      await().atMost(SOON).until(() -> redisMillis() > returned + 2 * IN_FORCE_MILLIS);

      Report report = Report.of(restraint.name().toLowerCase(Locale.ROOT));
      for (int i = 0; i < 2; i++) {
        List<JsonNode> refused = decided(senders.get(i), "AUTHZ_DENIED");
        assertThat(refused).isNotEmpty();
        assertThat(refused)
            .allSatisfy(
                record ->
                    assertThat(record.path("reason").asText())
                        .isEqualTo("agent %s is %s".formatted(target, restraint.participle)));
        assertThat(refused.get(0).path("gateway").asText()).isEqualTo(gateways.get(i).id());
        List<JsonNode> passed = decided(senders.get(i), "ALLOWED");
        long first = refused.get(0).path("time").asLong() - returned;
        long last = passed.get(passed.size() - 1).path("time").asLong() - returned;
        assertThat(first).isLessThanOrEqualTo(IN_FORCE_MILLIS);
        assertThat(last).isLessThanOrEqualTo(IN_FORCE_MILLIS);
        report.with("first_refusal_ms_" + i, first).with("last_allowed_ms_" + i, last);
      }
      report.print();
      traffic.shutdownNow();
      if (restraint != Restraint.QUARANTINE) {
        handlesNothingUntilItIsReleased(restraint, provisioning, controls, restrained, worker);
      }
    }
  }

  private void handlesNothingUntilItIsReleased(
      Restraint restraint,
      Provisioning provisioning,
      Controls controls,
      RunningAgent killed,
      Listener worker) {
    await().atMost(SOON).until(() -> !killed.health().up());
    int handled = worker.received().size();
    if (!restraint.redisUsers) {
      assertThat(killed.health().reason()).isEqualTo("an operator has killed the agent");
      // where its code ignores that, nothing keeps it from writing to its outbox but the gateways
      Forger rogue = new Forger(wire, credentials.get(killed.id()), "rogue", 100);
      String sent = rogue.send("anybody", "still", Map.of());
      await().atMost(SOON).until(() -> !wire.decisions(sent).isEmpty());
      assertThat(wire.decisions(sent)).containsExactly("AUTH_FAILED");
    }
    await()
        .during(Duration.ofSeconds(1))
        .atMost(SOON)
        .until(() -> worker.received().size() == handled && !killed.health().up());
    assertThat(controls.release(killed.id(), Restriction.Kind.KILLED)).isTrue();
    if (restraint.redisUsers) {
      assertThat(provisioning.renew(credentials.get(killed.id()))).isTrue();
    }
    await().atMost(SOON.multipliedBy(2)).until(() -> killed.health().up());
  }
}
