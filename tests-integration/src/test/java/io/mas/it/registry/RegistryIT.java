package io.mas.it.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentRecord;
import io.mas.AgentSettings;
import io.mas.RunningAgent;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.Provisioning;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.registry.Registry;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Listener;
import io.mas.it.support.News;
import io.mas.it.support.Wire;
import io.mas.runner.redis.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service on its own: it comes, goes, and comes too late. */
@SuppressWarnings("try") // a gateway or service need only be there, and may end early
class RegistryIT {
  private final EmbeddedRedis redis = EmbeddedRedis.ephemeral().open();
  private final String url = redis.address().url();
  private final Provisioning provisioning = Provisioning.at(url, true);
  private final AgentHost host = AgentHost.at(url);
  private final Wire wire = Wire.to(url);
  private final News news = News.on(url);

  @AfterEach
  void stop() {
    news.close();
    wire.close();
    host.close();
    provisioning.close();
    redis.close();
  }

  private RunningAgent run(String id, Listener agent) {
    AgentCredentials credentials = provisioning.provision(id);
    AgentSettings settings =
        new AgentSettings(id, 1, 5, List.of("can.listen"), Map.of("zone", "north"));
    RunningAgent running = host.start(settings, credentials, agent);
    running.started().toCompletableFuture().join();
    return running;
  }

  private Map<String, String> shown(String agent) {
    return wire.hash(Wire.KEYS.agent(agent));
  }

  /** A live instance without a process, whose lease ends as that of one that has died. */
  private void comesAndDies(String agent, String instance, long leaseMillis) {
    provisioning.provision(agent);
    wire.redis()
        .hset(Wire.KEYS.sequence(agent), instance + ":c", "0".getBytes(StandardCharsets.UTF_8));
    String key = Wire.KEYS.instance(agent, instance);
    wire.redis().hset(key, "number", "1".getBytes(StandardCharsets.UTF_8));
    wire.redis().pexpire(key, leaseMillis);
    wire.redis()
        .publish(Keys.registry(Wire.KEYS.shardOf(agent)), agent.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellsOfComingAndGoingInOrder() {
    try (Registry registry = Registry.start(url)) {
      RunningAgent first = run("agent", new Listener());
      await()
          .untilAsserted(
              () ->
                  assertThat(news.of("agent"))
                      .containsExactly("REGISTER", "INSTANCE_JOIN " + first.instanceId()));
      assertThat(shown("agent"))
          .containsEntry("status", "ACTIVE")
          .containsEntry("capabilities", "[\"can.listen\"]")
          .containsEntry("metadata", "{\"zone\":\"north\"}");
      String registeredAt = shown("agent").get("registered_at");
      assertThat(Long.parseLong(registeredAt))
          .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 60_000);

      RunningAgent second = run("agent", new Listener());
      await().untilAsserted(() -> assertThat(news.of("agent")).hasSize(3));
      first.stop();
      await().untilAsserted(() -> assertThat(news.of("agent")).hasSize(4));
      assertThat(shown("agent")).containsEntry("status", "ACTIVE");
      second.stop();
      await().untilAsserted(() -> assertThat(news.of("agent")).hasSize(6));
      assertThat(news.of("agent"))
          .containsExactly(
              "REGISTER",
              "INSTANCE_JOIN " + first.instanceId(),
              "INSTANCE_JOIN " + second.instanceId(),
              "INSTANCE_LEAVE " + first.instanceId(),
              "INSTANCE_LEAVE " + second.instanceId(),
              "DEREGISTER");
      assertThat(shown("agent"))
          .containsEntry("status", "INACTIVE")
          .containsEntry("capabilities", "[\"can.listen\"]")
          .containsEntry("registered_at", registeredAt);
    }
  }

  @Test
  void noticesAnInstanceThatJustVanishes() {
    try (Registry registry = Registry.start(url)) {
      comesAndDies("mortal", "m1", 1_500);
      await().untilAsserted(() -> assertThat(shown("mortal")).containsEntry("status", "ACTIVE"));
      await().untilAsserted(() -> assertThat(shown("mortal")).containsEntry("status", "INACTIVE"));
      await()
          .untilAsserted(
              () ->
                  assertThat(news.of("mortal"))
                      .containsExactly(
                          "REGISTER", "INSTANCE_JOIN m1", "INSTANCE_LEAVE m1", "DEREGISTER"));
    }
  }

  @Test
  void learnsOfAgentsThatStartedBeforeIt() {
    RunningAgent early = run("early", new Listener());
    assertThat(shown("early")).isEmpty();
    try (Registry registry = Registry.start(url)) {
      assertThat(shown("early")).containsEntry("status", "ACTIVE");
      await()
          .untilAsserted(
              () ->
                  assertThat(news.of("early"))
                      .containsExactly("REGISTER", "INSTANCE_JOIN " + early.instanceId()));
    }
  }

  @Test
  void announcesOnceWhereTwoRunAndGoesOnWhenOneOfThemStops() {
    Registry one = Registry.start(url);
    try (Registry two = Registry.start(url)) {
      RunningAgent before = run("before", new Listener());
      await().untilAsserted(() -> assertThat(news.of("before")).hasSize(2));
      one.close();
      RunningAgent after = run("after", new Listener());
      await()
          .untilAsserted(
              () ->
                  assertThat(news.of("after"))
                      .containsExactly("REGISTER", "INSTANCE_JOIN " + after.instanceId()));
      before.stop();
      await().untilAsserted(() -> assertThat(news.of("before")).contains("DEREGISTER"));
      // the second one takes over what is registered, and does not register it again
      assertThat(news.of("before"))
          .containsExactly(
              "REGISTER",
              "INSTANCE_JOIN " + before.instanceId(),
              "INSTANCE_LEAVE " + before.instanceId(),
              "DEREGISTER");
    }
  }

  @Test
  void tellsOfThoseWhoWentWhileNoServiceRan() {
    provisioning.publish(
        "test", List.of(new PolicyRule.Allow("asker", List.of("gone"), Origin.CODE)));
    Listener asker = new Listener();
    RunningAgent gone;
    try (Gateway gateway = Gateway.start(GatewaySettings.of(url))) {
      try (Registry registry = Registry.start(url)) {
        gone = run("gone", new Listener());
        run("asker", asker);
        await()
            .untilAsserted(
                () ->
                    assertThat(asker.discover())
                        .extracting(AgentRecord::id)
                        .containsExactly("gone"));
      }
      gone.stop();
      try (Registry registry = Registry.start(url)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(news.of("gone"))
                        .containsExactly(
                            "REGISTER",
                            "INSTANCE_JOIN " + gone.instanceId(),
                            "INSTANCE_LEAVE " + gone.instanceId(),
                            "DEREGISTER"));
        assertThat(shown("gone")).containsEntry("status", "INACTIVE");
        await().atMost(10, TimeUnit.SECONDS).until(() -> asker.discover().isEmpty());
      }
      host.close();
    }
  }
}
