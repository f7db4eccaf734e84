package io.mas.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.Decision;
import io.mas.MasException;
import io.mas.MessageRejectedException;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.Provisioning;
import io.mas.gateway.Rotation;
import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is revoked is out of force within a second, on every gateway. */
class F50RevocationIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** Far longer than a decision takes. */
  private static final Duration UNDECIDED = Duration.ofMillis(500);

  private final Listener receiver = new Listener();
  private final Listener other = new Listener();
  private TestSystem system;
  private Wire wire;
  private Provisioning provisioning;
  private Gateway second;

  @BeforeEach
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    provisioning = Provisioning.at(system.redisUrl(), true);
    second = Gateway.start(GatewaySettings.of(system.redisUrl()));
    system.allow("stolen", "receiver").allow("other", "receiver", "stolen");
    system.run("receiver", receiver);
    system.run("other", other);
  }

  @AfterEach
  void stop() {
    second.close();
    provisioning.close();
    wire.close();
    system.close();
  }

  private void awaitReceived(int count) {
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(count));
  }

  /** Whoever has the keys and can write the outbox, as with a stolen file and an admin's Redis. */
  @Test
  void whatItsKeysSignIsRefusedWithinASecond() {
    AgentCredentials credentials = provisioning.provision("stolen");
    Forger thief = new Forger(wire, credentials, "thief", 1);
    thief.send("receiver", "before", Map.of());
    awaitReceived(1);
    provisioning.revoke("stolen");
    await()
        .atMost(AT_ONCE)
        .until(() -> wire.decisions(thief.send("receiver", "after", Map.of())), this::isRefused);
    String last = thief.send("receiver", "after", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(last)).containsExactly("AUTH_FAILED"));
  }

  private boolean isRefused(List<String> decisions) {
    return decisions.contains("AUTH_FAILED");
  }

  @Test
  void aGatewayTakenAwayLeavesNoneThatStillKnowsIt() {
    AgentCredentials credentials = provisioning.provision("stolen");
    Forger thief = new Forger(wire, credentials, "thief", 1);
    thief.send("receiver", "before", Map.of());
    awaitReceived(1);
    provisioning.revoke("stolen");
    system.stopGateway();
    String last = thief.send("receiver", "after", Map.of());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(wire.decisions(last)).containsExactly("AUTH_FAILED"));
  }

  /** Somebody may have been revoked that it does not know of. */
  @Test
  void aGatewayThatCannotReadKeysOrPolicyDecidesNothing() {
    other.send("receiver", "before", Map.of());
    awaitReceived(1);
    wire.redis().rename("mas:policy", "away");
    wire.redis().set("mas:policy", new byte[] {1});
    await().until(() -> !second.health().up());
    await()
        .until(
            () -> {
              String id = other.send("receiver", "meanwhile", Map.of());
              await().pollDelay(UNDECIDED).until(() -> true);
              return wire.decisions(id).isEmpty();
            });
    int then = wire.audit().size();
    other.send("receiver", "last", Map.of());
    await().during(UNDECIDED).untilAsserted(() -> assertThat(wire.audit()).hasSize(then));

    wire.redis().del("mas:policy");
    wire.redis().rename("away", "mas:policy");
    await().untilAsserted(() -> assertThat(receiver.types()).contains("last"));
  }

  @Test
  void itsConnectionsEndAndItCannotLogInAgain() {
    AgentCredentials credentials = provisioning.provision("stolen");
    Listener stolen = new Listener();
    system.run("stolen", stolen);
    stolen.send("receiver", "before", Map.of());
    awaitReceived(1);
    String user = "mas-agent-stolen";
    assertThat(wire.redis().clientList()).contains("user=" + user);
    assertThat(provisioning.revoke("stolen")).isTrue();
    assertThat(provisioning.revoke("stolen")).isFalse();
    await()
        .atMost(AT_ONCE)
        .untilAsserted(() -> assertThat(wire.redis().clientList()).doesNotContain("user=" + user));
    try (AgentHost host = AgentHost.at(system.redisUrl())) {
      assertThatThrownBy(() -> host.start(AgentSettings.of("stolen"), credentials, new Listener()))
          .isInstanceOf(MasException.class);
    }
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void othersAreToldThatItIsNotThereAnyMore() {
    system.run("stolen", new Listener());
    other.send("stolen", "hello", Map.of());
    provisioning.revoke("stolen");
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThatThrownBy(
                        () -> other.request("stolen", "hello", Map.of(), Duration.ofSeconds(1)))
                    .isInstanceOf(MessageRejectedException.class)
                    .hasMessageContaining("agent stolen is revoked")
                    .extracting(e -> ((MessageRejectedException) e).decision())
                    .isEqualTo(Decision.UNKNOWN_TARGET));
  }

  @Test
  void staysRevokedUntilItIsRemovedAndItsOldKeysStayWorthless() {
    AgentCredentials credentials = provisioning.provision("stolen");
    provisioning.revoke("stolen");
    provisioning.introduce("stolen");
    assertThatThrownBy(() -> provisioning.provision("stolen"))
        .isInstanceOf(MasException.class)
        .hasMessageContaining("is revoked");
    assertThat(provisioning.renew(credentials)).isFalse();
    assertThat(provisioning.remove("stolen", false)).isEmpty();
    assertThat(provisioning.agent("stolen")).isEmpty();
    AgentCredentials fresh = provisioning.provision("stolen");
    assertThat(fresh.keys().signer().sameAs(credentials.keys().signer())).isFalse();
    Listener anew = new Listener();
    system.run("stolen", anew);
    anew.send("receiver", "anew", Map.of());
    awaitReceived(1);
  }

  @Test
  void aRotatedKeySignsAndTheOneBeforeVerifiesUntilItIsDropped() {
    AgentCredentials first = provisioning.provision("stolen");
    Forger old = new Forger(wire, first, "old", 1);
    old.send("receiver", "one", Map.of());
    awaitReceived(1);
    AgentCredentials second = provisioning.rotate("stolen", Rotation.withOverlap());
    assertThat(second.keys().signer().id()).isEqualTo("k2");
    Forger fresh = new Forger(wire, second, "fresh", 2);
    old.send("receiver", "two", Map.of());
    fresh.send("receiver", "three", Map.of());
    awaitReceived(3);
    provisioning.rotate("stolen", Rotation.atOnce());
    await()
        .atMost(AT_ONCE)
        .until(
            () -> wire.decisions(old.send("receiver", "four", Map.of())),
            decisions -> decisions.contains("SIGNATURE_INVALID"));
  }
}
