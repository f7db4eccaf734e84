package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Provisioner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the header of operate.lua says. */
class OperateIT extends OnRealRedis {
  private Object operate(String agent, String wish) {
    return link.callForAny(
        "mas_operate",
        List.of(
            Keys.agents(keys.shardOf(agent)),
            keys.agent(agent),
            keys.instanceStream(agent, "one"),
            keys.instanceStream(agent, "gone"),
            keys.instanceStream(agent, "spoiled")),
        arguments(agent, wish, Keys.registry(keys.shardOf(agent))));
  }

  @Test
  void keepsTheWishAndTellsTheInstancesThatAreThere() {
    new Provisioner(link, keys, false).introduce("alice");
    redis.xadd(keys.instanceStream("alice", "one"), Map.of("h", "x"));
    redis.set(keys.instanceStream("alice", "spoiled"), "by the agent");

    assertThat(operate("alice", "pause")).isEqualTo(1L);

    assertThat(redis.hget(keys.agent("alice"), "wish")).isEqualTo("pause");
    assertThat(fields(keys.instanceStream("alice", "one"), "look")).containsExactly(null, "1");
    assertThat(redis.exists(keys.instanceStream("alice", "gone"))).isZero();
  }

  @Test
  void forgetsTheWishWhenNothingIsWantedAndKeepsTheRest() {
    new Provisioner(link, keys, false).introduce("alice");
    redis.hset(keys.agent("alice"), Map.of("wish", "pause", "status", "PAUSED"));

    assertThat(operate("alice", "")).isEqualTo(1L);

    assertThat(redis.hgetall(keys.agent("alice"))).containsOnlyKeys("status");
  }

  @Test
  void doesNothingForAnAgentThatNobodyKnows() {
    Map<String, String> then = everything();
    assertThat(operate("nobody", "pause")).isEqualTo(0L);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void worksAlsoWhenRedisHasNoMemoryLeft() {
    new Provisioner(link, keys, false).introduce("alice");
    try {
      redis.configSet("maxmemory", "1");
      assertThat(operate("alice", "pause")).isEqualTo(1L);
    } finally {
      redis.configSet("maxmemory", "0");
    }
  }
}
