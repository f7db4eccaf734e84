package io.mas.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.OutboxFullException;
import io.mas.Rejection;
import io.mas.gateway.Controls;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.Provisioning;
import io.mas.gateway.Rotation;
import io.mas.gateway.control.Restriction;
import io.mas.gateway.control.Restriction.Kind;
import io.mas.gateway.letters.HeldMessages;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.Terms;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator has put agents under holds, whatever else fails or is lost. */
class RestrainedIT {
  private static final byte[] SPOILED = "spoiled".getBytes(StandardCharsets.UTF_8);

  private TestSystem system;
  private Wire wire;
  private Provisioning provisioning;
  private Controls controls;
  private AgentCredentials worker;

  @BeforeEach
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    provisioning = Provisioning.at(system.redisUrl(), true);
    controls = Controls.at(system.redisUrl(), true);
    worker = provisioning.provision("worker");
  }

  @AfterEach
  void stop() {
    wire.redis().configSet("maxmemory", "0");
    controls.close();
    provisioning.close();
    wire.close();
    system.close();
  }

  private boolean isRevoked(String agent) {
    return provisioning.agent(agent).orElseThrow().revokedAt().isPresent();
  }

  private Optional<Kind> kind(String agent) {
    return controls.restriction(agent).map(Restriction::kind);
  }

  @Test
  void whatIsRevokedStaysSoWhenItsKillIsUndone() {
    controls.kill("worker", "");
    assertThat(provisioning.revoke("worker")).isTrue();
    assertThat(provisioning.revoke("worker")).isFalse();
    assertThat(controls.release("worker", Kind.KILLED)).isTrue();
    assertThat(isRevoked("worker")).isTrue();

    provisioning.provision("other");
    provisioning.revoke("other");
    controls.kill("other", "");
    assertThat(controls.release("other", Kind.KILLED)).isTrue();
    assertThat(isRevoked("other")).isTrue();

    provisioning.provision("third");
    controls.kill("third", "");
    controls.kill("third", "again");
    assertThat(controls.release("third", Kind.KILLED)).isTrue();
    assertThat(isRevoked("third")).isFalse();
  }

  @Test
  void aReleaseUndoesNothingButWhatItNames() {
    controls.kill("worker", "");
    assertThat(controls.release("worker", Kind.QUARANTINED)).isFalse();
    assertThat(kind("worker")).contains(Kind.KILLED);
    assertThat(isRevoked("worker")).isTrue();
  }

  @Test
  void anAgentThatHasSpoiledItsKeysIsKilledNevertheless() {
    try (Controls withoutUsers = Controls.at(system.redisUrl(), false)) {
      wire.redis().set(Wire.KEYS.sequence("worker"), SPOILED);
      assertThat(withoutUsers.kill("worker", "")).isTrue();
      assertThat(isRevoked("worker")).isTrue();
      assertThat(kind("worker")).contains(Kind.KILLED);
      assertThat(wire.redis().hget(Wire.KEYS.agent("worker"), "wish")).isNotNull();
    }
  }

  @Test
  void aKillTakesEveryStepThatItCanAndSaysThatOneHasFailed() {
    wire.redis().del(Wire.KEYS.agent("worker"));
    wire.redis().set(Wire.KEYS.agent("worker"), SPOILED);
    assertThatThrownBy(() -> controls.kill("worker", "")).isInstanceOf(MasException.class);
    assertThat(isRevoked("worker")).isTrue();
    assertThat(kind("worker")).contains(Kind.KILLED);

    AgentCredentials other = provisioning.provision("other");
    assertThat(provisioning.isAdmitted(other)).isTrue();
    wire.redis().hset(Keys.agentKeys(Wire.KEYS.shardOf("other")), "other", SPOILED);
    assertThatThrownBy(() -> controls.kill("other", "")).isInstanceOf(MasException.class);
    assertThat(provisioning.isAdmitted(other)).isFalse();
  }

  @Test
  void restraintsThatRedisHasLostHoldAndAreBroughtBack() {
    Listener sender = new Listener();
    system.allow("sender", "receiver");
    system.run("sender", sender);
    provisioning.provision("receiver");
    system.stopGateway(); // the one that is asked owns the shard
    try (Gateway gateway = Gateway.start(GatewaySettings.of(system.redisUrl()))) {
      controls.quarantine("sender", "leaks");
      controls.kill("worker", "");
      provisioning.restoreData(); // as a runner does each second
      gateway.refresh();
      wire.redis().del(Keys.RESTRICTIONS);
      gateway.refresh();
      assertThat(gateway.health().reason())
          .isEqualTo("Redis has lost which agents are under restraint");
      sender.send("receiver", "hello", Map.of());
      await()
          .untilAsserted(
              () ->
                  assertThat(sender.rejections())
                      .extracting(Rejection::reason)
                      .containsExactly("agent sender is quarantined"));
      provisioning.restoreData();
      gateway.refresh();
      assertThat(gateway.health().up()).isTrue();
      assertThat(controls.restriction("sender").orElseThrow().reason()).isEqualTo("leaks");
      assertThat(kind("worker")).contains(Kind.KILLED);
      assertThat(controls.release("sender", Kind.QUARANTINED)).isTrue();
      gateway.refresh();
      assertThat(gateway.health().up()).isTrue();
    }
  }

  @Test
  void restraintsAreBroughtBackWithAllElse() {
    controls.kill("worker", "amok");
    provisioning.restoreData(); // as a runner does each second
    wire.redis().flushall();
    assertThat(provisioning.restoreData()).isTrue();
    assertThat(controls.restriction("worker").orElseThrow().reason()).isEqualTo("amok");
    assertThat(isRevoked("worker")).isTrue();
    assertThat(controls.release("worker", Kind.KILLED)).isTrue();
    provisioning.restoreData();
    assertThat(kind("worker")).isEmpty();
    assertThat(isRevoked("worker")).isFalse();
  }

  @Test
  void anOperatorNeedsNoMemoryOfRedis() {
    Listener sender = new Listener();
    system.rule(
        new PolicyRule.Allow("sender", List.of("worker"), Origin.CODE)
            .under(new Terms(List.of(), false, Duration.ofHours(1))));
    system.run("sender", sender);
    provisioning.provision("second");
    provisioning.provision("third");
    String message = sender.send("worker", "pay", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(message)).containsExactly("HELD"));
    wire.redis().set("fill", new byte[2 << 20]);
    wire.redis().configSet("maxmemory", "1mb");
    assertThatThrownBy(() -> sender.send("worker", "pay", Map.of()))
        .isInstanceOf(OutboxFullException.class);
    // each as a command does that is started then
    try (Provisioning provisioned = Provisioning.at(system.redisUrl(), true);
        Controls now = Controls.at(system.redisUrl(), true);
        HeldMessages held = HeldMessages.at(system.redisUrl())) {
      held.deny(held.oldestFirst().next(), "denied by ana");
      assertThat(now.quarantine("second", "")).isTrue();
      assertThat(now.kill("worker", "amok")).isTrue();
      assertThat(provisioned.revoke("third")).isTrue();
      provisioned.rotate("second", Rotation.atOnce());
      assertThat(now.release("second", Kind.QUARANTINED)).isTrue();
      assertThat(now.release("worker", Kind.KILLED)).isTrue();
      assertThat(now.kill("worker", "amok")).isTrue();
    }
    assertThat(kind("worker")).contains(Kind.KILLED);
    assertThat(isRevoked("worker")).isTrue();
    assertThat(provisioning.isAdmitted(worker)).isFalse();
    assertThat(isRevoked("third")).isTrue();
    assertThat(kind("second")).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(sender.rejections())
                    .extracting(Rejection::reason)
                    .contains("denied by ana"));
  }
}
