package io.mas.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.gateway.Provisioning;
import io.mas.gateway.Rotation;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.KeyAlgorithm;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys change while messages flow. */
class RotationIT {
  private final TestSystem system = TestSystem.start().allow("sender", "receiver");
  private final Wire wire = Wire.to(system.redisUrl());
  private final Provisioning agents = Provisioning.at(system.redisUrl(), true);
  private final AgentHost host = AgentHost.at(system.redisUrl());
  private final Listener receiver = new Listener();

  @AfterEach
  void stop() {
    host.close();
    agents.close();
    wire.close();
    system.close();
  }

  private Listener run(AgentCredentials credentials) {
    Listener agent = new Listener();
    host.start(AgentSettings.of(credentials.agentId()), credentials, agent);
    return agent;
  }

  private void passes(Listener sender) {
    String id = sender.send("receiver", "hello", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(id)).containsExactly("ALLOWED"));
    await()
        .untilAsserted(
            () -> assertThat(receiver.received()).anyMatch(found -> found.id().equals(id)));
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA256, HMAC_SHA256",
    "HMAC_SHA256, ED25519",
    "ED25519, ED25519",
    "ED25519, HMAC_SHA256"
  })
  void oldAndNewKeyPassSideBySideUntilTheOldOneIsRevoked(KeyAlgorithm old, KeyAlgorithm fresh) {
    system.run("receiver", receiver);
    AgentCredentials before = agents.add("sender", old, Optional.empty());
    Listener running = run(before);
    passes(running);

    AgentCredentials after = agents.rotate("sender", new Rotation(fresh, false, before));
    assertThat(after.redisPassword()).isEqualTo(before.redisPassword());
    assertThat(after.keys().signer().id()).isEqualTo("k2");
    assertThat(after.keys().signer().algorithm()).isEqualTo(fresh);
    passes(running);
    Listener restarted = run(after);
    passes(restarted);
    passes(running);

    agents.revokeKey("sender", "k1");
    await()
        .untilAsserted(
            () -> {
              String id = running.send("receiver", "late", Map.of());
              await().untilAsserted(() -> assertThat(wire.audit(id)).hasSize(1));
              JsonNode decided = wire.audit(id).get(0);
              assertThat(decided.path("decision").asText()).isEqualTo("SIGNATURE_INVALID");
              assertThat(decided.path("reason").asText())
                  .isEqualTo("the signing key k1 is revoked");
            });
    passes(restarted);
  }

  @Test
  void withEd25519NothingThatSignsIsInRedis() {
    AgentCredentials made = agents.add("sender", KeyAlgorithm.ED25519, Optional.empty());
    String secret = made.keys().toJson().path("signing").path("k1").path("secret").asText();
    String all = new String(wire.everything(), StandardCharsets.UTF_8);
    assertThat(all).contains("ed25519").doesNotContain(secret);
    assertThat(secret).hasSize(44);
  }
}
