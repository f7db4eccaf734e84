package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.RunningAgent;
import io.mas.UnknownTargetException;
import io.mas.gateway.Agents;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.Provisioning;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.RedisProcess;
import io.mas.it.support.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F50: who is revoked is so within a second, on all gateways; with Redis away nobody passes. */
class F50RevokedIT {
  private static final Duration PROMISED = Duration.ofSeconds(1);

  @TempDir private Path directory;

  private RedisProcess redis;
  private Provisioning provisioning;
  private Agents agents;
  private AgentHost host;
  private Wire wire;
  private final Listener receiver = new Listener();

  @BeforeEach
  void start() throws IOException {
    redis = RedisProcess.in(directory);
    provisioning = Provisioning.at(redis.url(), true);
    provisioning.publish(
        "test",
        List.of(
            new PolicyRule.Allow("sender", List.of("receiver"), Origin.CODE),
            new PolicyRule.Allow("receiver", List.of("sender"), Origin.CODE)));
    agents = Agents.at(redis.url(), true);
    host = AgentHost.at(redis.agentUrl());
    wire = Wire.to(redis.url());
    host.start(AgentSettings.of("receiver"), provisioning.provision("receiver"), receiver);
  }

  @AfterEach
  void stop() {
    host.close();
    wire.close();
    agents.close();
    provisioning.close();
    redis.close();
  }

  private Gateway gateway() {
    return Gateway.start(GatewaySettings.of(redis.url()));
  }

  private JsonNode decided(String id) {
    await().untilAsserted(() -> assertThat(wire.audit(id)).hasSize(1));
    return wire.audit(id).get(0);
  }

  private void isRefused(JsonNode decided) {
    assertThat(decided.path("decision").asText()).isEqualTo("AUTH_FAILED");
    assertThat(decided.path("reason").asText()).isEqualTo("the agent sender is revoked");
  }

  /** The forger writes past Redis's users: what refuses it is the gateway. */
  @Test
  void isRefusedWithinASecondByTheGatewayThatDecidesAndByTheOneThatTakesOver() {
    Forger sender = new Forger(wire, provisioning.provision("sender"), "i1", 1);
    try (Gateway second = startTwo(sender)) {
      assertThat(second.health().up()).isTrue();
      isRefused(decided(sender.send("receiver", "taken.over", Map.of())));
    }
    assertThat(receiver.types()).containsOnly("before");
  }

  /** The first one owns all shards; it ends when it has refused. */
  private Gateway startTwo(Forger sender) {
    Gateway second;
    try (Gateway first = gateway()) {
      second = gateway();
      assertThat(decided(sender.send("receiver", "before", Map.of())).path("decision").asText())
          .isEqualTo("ALLOWED");
      agents.revoke("sender");
      long revoked = System.nanoTime();
      while (true) {
        boolean late = System.nanoTime() - revoked > PROMISED.toNanos();
        JsonNode found = decided(sender.send("receiver", "before", Map.of()));
        if (!found.path("decision").asText().equals("ALLOWED")) {
          isRefused(found);
          break;
        }
        assertThat(late).as("sent a second after it was revoked, and let pass").isFalse();
      }
      assertThat(first.health().up()).isTrue();
    }
    return second;
  }

  @Test
  void whatItHadSentBeforeAndWaitsIsRefused() throws Exception {
    AgentCredentials credentials = provisioning.provision("sender");
    Listener sender = new Listener();
    host.start(AgentSettings.of("sender"), credentials, sender);
    String first = sender.send("receiver", "one", Map.of());
    String last = sender.send("receiver", "two", Map.of());
    agents.revoke("sender");
    try (Gateway gateway = gateway()) {
      isRefused(decided(first));
      isRefused(decided(last));
      assertThat(gateway.health().up()).isTrue();
    }
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void redisLetsItInNoMoreAndItSaysSo() {
    try (Gateway gateway = gateway()) {
      AgentCredentials credentials = provisioning.provision("sender");
      Listener sender = new Listener();
      RunningAgent running = host.start(AgentSettings.of("sender"), credentials, sender);
      assertThat(decided(sender.send("receiver", "one", Map.of())).path("decision").asText())
          .isEqualTo("ALLOWED");

      agents.revoke("sender");

      assertThat(wire.redis().clientList()).doesNotContain("user=mas-agent-sender");
      assertThatThrownBy(() -> login(credentials)).isInstanceOf(RedisConnectionException.class);
      await().until(() -> !running.health().up());
      await()
          .untilAsserted(
              () ->
                  assertThat(running.health().reason())
                      .startsWith("Redis lets the agent in no more: it was revoked or removed"));
      assertThat(provisioning.renew(credentials)).isFalse();
      assertThat(provisioning.isAdmitted(credentials)).isFalse();
      assertThatThrownBy(() -> provisioning.provision("sender"))
          .hasMessageStartingWith("agent sender is revoked");
      assertThat(gateway.health().up()).isTrue();
    }
  }

  private void login(AgentCredentials credentials) {
    RedisClient client =
        RedisClient.create(
            "redis://%s:%s@127.0.0.1:%d"
                .formatted(
                    credentials.redisUser().orElseThrow(),
                    credentials.redisPassword().orElseThrow(),
                    redis.port()));
    try {
      client.connect().close();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void nothingIsBroughtToIt() {
    provisioning.provision("sender");
    try (Gateway gateway = gateway()) {
      agents.revoke("sender");
      gateway.refresh();
      assertThatThrownBy(
              () -> receiver.request("sender", "hello", Map.of(), Duration.ofSeconds(20)))
          .isInstanceOf(UnknownTargetException.class)
          .hasMessageContaining("the agent sender is revoked");
    }
    assertThat(wire.redis().exists(Wire.KEYS.inbox("sender"))).isZero();
  }

  @Test
  void whileRedisIsAwayNobodyPassesAndAfterwardsOnlyWhoStillMay() throws Exception {
    Forger sender = new Forger(wire, provisioning.provision("sender"), "i1", 1);
    try (Proxy proxy = Proxy.to(redis.port());
        Gateway gateway = Gateway.start(GatewaySettings.of(redis.url(proxy.port())))) {
      assertThat(decided(sender.send("receiver", "before", Map.of())).path("decision").asText())
          .isEqualTo("ALLOWED");
      await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("before"));
      for (int outage = 1; outage <= 3; outage++) {
        proxy.refuse(true);
        if (outage == 1) {
          agents.revoke("sender");
        }
        String id = sender.send("receiver", "meanwhile", Map.of());
        await().until(() -> !gateway.health().up());
        assertThat(wire.audit(id)).isEmpty();
        proxy.refuse(false);
        isRefused(decided(id));
      }
      assertThat(receiver.types()).containsExactly("before");
    }
  }
}
