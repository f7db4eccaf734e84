package io.mas.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.Health;
import io.mas.RunningAgent;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.Provisioning;
import io.mas.it.support.Listener;
import io.mas.it.support.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who cannot read says so, until it can again. */
class HealthIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path directory;

  @Test
  void isDownWhileRedisIsAwayAndUpWhenItIsBack() throws Exception {
    try (RedisProcess redis = RedisProcess.in(directory);
        Provisioning provisioning = Provisioning.at(redis.url(), true);
        Gateway gateway = Gateway.start(GatewaySettings.of(redis.url()));
        AgentHost host = AgentHost.at(redis.agentUrl())) {
      RunningAgent agent =
          host.start(AgentSettings.of("agent"), provisioning.provision("agent"), new Listener());
      assertThat(agent.health()).isEqualTo(Health.ok()).hasToString("UP");
      assertThat(host.health().up()).isTrue();
      assertThat(gateway.health().up()).isTrue();

      redis.kill();
      await().atMost(SOON).until(() -> !agent.health().up() && !gateway.health().up());
      assertThat(agent.health().reason()).startsWith("it cannot read: ");
      assertThat(host.health().reason()).startsWith("agent/" + agent.instanceId() + ": ");

      redis.startAgain();
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(agent.health()).isEqualTo(Health.ok());
                assertThat(host.health()).isEqualTo(Health.ok());
                assertThat(gateway.health()).isEqualTo(Health.ok());
              });

      agent.stop();
      assertThat(agent.health().reason()).isEqualTo("it has ended");
      assertThat(host.health().up()).as("what was stopped is not missed").isTrue();
    }
  }

  @Test
  void isDownWhenNoReadIsAnswered() throws Exception {
    try (RedisProcess redis = RedisProcess.in(directory);
        Provisioning provisioning = Provisioning.at(redis.url(), true);
        AgentHost host = AgentHost.at(redis.agentUrl())) {
      RunningAgent agent =
          host.start(AgentSettings.of("agent"), provisioning.provision("agent"), new Listener());
      try (io.mas.it.support.Wire wire = io.mas.it.support.Wire.to(redis.url())) {
        wire.redis().clientPause(6_000);
      }
      await().atMost(SOON).until(() -> !agent.health().up());
      await().atMost(SOON.multipliedBy(2)).until(() -> agent.health().up());
    }
  }
}
