package io.mas.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.RunningAgent;
import io.mas.gateway.Provisioning;
import io.mas.gateway.Rotation;
import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.KeyAlgorithm;
import io.mas.testkit.TestSystem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an instance claims about itself is judged by what its agent was provisioned with. */
class RefusedRegistrationIT {
  private final TestSystem system = TestSystem.start().allow("receiver", "sender");
  private final Wire wire = Wire.to(system.redisUrl());
  private final Provisioning provisioning = Provisioning.at(system.redisUrl(), true);
  private final AgentHost host = AgentHost.at(system.redisUrl());

  @AfterEach
  void stop() {
    host.close();
    provisioning.close();
    wire.close();
    system.close();
  }

  @Test
  void anInstanceThatIsRefusedSaysSoAndTakesNothing() {
    Listener receiver = new Listener();
    system.run("receiver", receiver);
    AgentCredentials before =
        provisioning.add("sender", KeyAlgorithm.HMAC_SHA256, Optional.empty());
    AgentCredentials after =
        provisioning.rotate("sender", new Rotation(KeyAlgorithm.ED25519, true, before));
    Forger probe = new Forger(wire, before, "probe", 1);
    await()
        .until(
            () -> wire.decisions(probe.send("receiver", "probe", Map.of())),
            decisions -> decisions.contains("SIGNATURE_INVALID")); // the gateway knows by now

    Listener refused = new Listener();
    RunningAgent instance = host.start(AgentSettings.of("sender"), before, refused);
    await().until(() -> !instance.health().up());
    assertThat(instance.health().reason())
        .isEqualTo(
            "its registration was refused: SIGNATURE_INVALID, the signing key k1 is revoked");

    // and what comes for the agent is for those who can answer
    Listener good = new Listener();
    host.start(AgentSettings.of("sender"), after, good);
    receiver.send("sender", "question", Map.of());
    await().untilAsserted(() -> assertThat(good.types()).containsExactly("question"));
    assertThat(refused.received()).isEmpty();
  }

  @Test
  void itsCapabilitiesAreNarrowedToThoseGranted() {
    AgentCredentials granted =
        provisioning.add(
            "sender", KeyAlgorithm.HMAC_SHA256, Optional.of(List.of("can.read", "can.list")));
    AgentSettings claims =
        new AgentSettings("sender", 1, 5, List.of("can.read", "can.write"), Map.of());
    host.start(claims, granted, new Listener());
    await()
        .untilAsserted(
            () ->
                assertThat(wire.hash(Wire.KEYS.agent("sender")))
                    .containsEntry("status", "ACTIVE")
                    .containsEntry("capabilities", "[\"can.read\"]"));
    assertThat(provisioning.agent("sender").orElseThrow().capabilities())
        .contains(List.of("can.read", "can.list"));
  }
}
