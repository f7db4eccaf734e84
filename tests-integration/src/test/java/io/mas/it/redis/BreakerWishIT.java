package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Provisioner;
import io.mas.internal.redis.Removal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the header of breaker.lua says. */
class BreakerWishIT extends OnRealRedis {
  private Object wish(String agent, String wish) {
    int shard = keys.shardOf(agent);
    return link.callForAny(
        "mas_breaker", List.of(Keys.agents(shard), Keys.breakers(shard)), arguments(agent, wish));
  }

  private Map<String, String> kept() {
    return redis.hgetall(Keys.breakers(keys.shardOf("alice")));
  }

  @Test
  void keepsWhatIsWantedSinceWhenAndWhenItWasResetLast() {
    new Provisioner(link, keys, false).introduce("alice");
    long before = link.time();
    assertThat(wish("alice", "reset")).isEqualTo(1L);
    String reset = kept().get("alice:wish").split(" ", -1)[1];
    assertThat(Long.parseLong(reset)).isBetween(before, link.time());
    assertThat(kept()).isEqualTo(Map.of("alice:wish", "reset " + reset + " " + reset));
    assertThat(wish("alice", "open")).isEqualTo(1L);
    assertThat(kept().get("alice:wish")).matches("open \\d+ " + reset);
    assertThat(wish("alice", "closed")).isEqualTo(1L);
    assertThat(kept().get("alice:wish")).matches("closed \\d+ " + reset);
  }

  @Test
  void leavesNothingOfAnAgentThatIsRemoved() {
    Provisioner provisioner = new Provisioner(link, keys, false);
    provisioner.introduce("alice");
    String hash = Keys.breakers(keys.shardOf("alice"));
    redis.hset(hash, Map.of("alice", "c 7*1", "alice:trial", "7 7 1 2", "bob", "c 7*1"));
    wish("alice", "open");
    new Removal(link, keys, provisioner).remove("alice", true);
    assertThat(kept()).isEqualTo(Map.of("bob", "c 7*1"));
  }

  @Test
  void doesNothingForAnAgentThatNobodyKnows() {
    Map<String, String> then = everything();
    assertThat(wish("nobody", "open")).isEqualTo(0L);
    assertThat(wish("nobody", "forget")).isEqualTo(0L);
    assertThat(everything()).isEqualTo(then);
  }
}
