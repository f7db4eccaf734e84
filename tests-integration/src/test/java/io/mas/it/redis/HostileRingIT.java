package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.sync.RedisCommands;
import io.mas.AgentCredentials;
import io.mas.AgentRecord;
import io.mas.gateway.registry.Registry;
import io.mas.gateway.registry.RegistryView;
import io.mas.internal.redis.AclRules;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Provisioner;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent may ring the service with any text, and write anything into its own registration. */
class HostileRingIT extends OnRealRedis {
  private RedisCommands<String, String> mallory;
  private String channel;

  @BeforeEach
  void provision() {
    Provisioner provisioner = new Provisioner(link, keys, true);
    AgentCredentials credentials = provisioner.provision("mallory");
    provisioner.provision("alice");
    mallory = connectAs(AclRules.userOf("mallory"), credentials.redisPassword().orElseThrow());
    channel = Keys.registry(keys.shardOf("mallory"));
  }

  /** Lets an agent appear, and waits until the service has seen it: all before is done then. */
  private void appear(String agent) {
    redis.hset(keys.sequence(agent), agent + "-1:c", "0");
    redis.hset(keys.instance(agent, agent + "-1"), "number", "1");
    redis.pexpire(keys.instance(agent, agent + "-1"), 60_000);
    redis.publish(Keys.registry(keys.shardOf(agent)), agent);
    await().until(() -> "ACTIVE".equals(redis.hget(keys.agent(agent), "status")));
  }

  @Test
  void makesNoEntryForWhatIsNoAgentOfItsShard() throws Exception {
    String stranger =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "stranger" + i)
            .filter(name -> keys.shardOf(name) == keys.shardOf("mallory"))
            .findFirst()
            .orElseThrow();
    try (Registry service = Registry.start(redisUrl())) {
      assertThat(service).isNotNull();
      for (String text : new String[] {stranger, "elsewhere", "", "alice:instance:alice-1", "*"}) {
        mallory.publish(channel, text);
        assertThat(redis.exists(keys.agent(text))).as(text).isZero();
      }
      appear("alice");
      for (String text : new String[] {stranger, "elsewhere", "", "alice:instance:alice-1", "*"}) {
        assertThat(redis.hgetall(keys.agent(text))).as(text).doesNotContainKey("status");
      }
    }
  }

  @Test
  void keepsTheServiceAtWorkWhenARecordHoldsNonsense() throws Exception {
    try (Registry service = Registry.start(redisUrl())) {
      assertThat(service).isNotNull();
      mallory.hset(keys.sequence("mallory"), "one:c", "x");
      mallory.hset(
          keys.instance("mallory", "one"), Map.of("number", "nonsense", "capabilities", "\u00ff{"));
      mallory.pexpire(keys.instance("mallory", "one"), 60_000);
      mallory.publish(channel, "mallory");
      appear("alice");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "null; {}",
        "[null]; {}",
        "{}; {}",
        "[]; null",
        "[]; []",
        "[; {}",
        "[]; {\"a\":1",
        "''; ''"
      })
  void showsNoAgentWhoseRegistrationHoldsNonsense(String capabilities, String metadata) {
    redis.hset(
        keys.agent("mallory"),
        Map.of("status", "ACTIVE", "capabilities", capabilities, "metadata", metadata));
    redis.hset(keys.agent("alice"), Map.of("status", "ACTIVE"));
    RegistryView view = new RegistryView(link::hash, keys);
    view.changed("mallory");
    view.changed("alice");
    view.refresh();
    assertThat(view.agents()).extracting(AgentRecord::id).containsExactly("alice");
  }
}
