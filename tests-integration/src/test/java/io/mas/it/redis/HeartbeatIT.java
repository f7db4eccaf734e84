package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.internal.redis.LinkException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the header of heartbeat.lua says. */
class HeartbeatIT extends OnRealRedis {
  private Object beat() {
    return link.callForAny(
        "mas_heartbeat",
        List.of(keys.instance("alice", "one"), keys.instanceStream("alice", "one")),
        arguments(15_000, 600_000, "pause"));
  }

  @Test
  void extendsRecordAndStreamAndNotesTheTime() {
    String record = keys.instance("alice", "one");
    String stream = keys.instanceStream("alice", "one");
    redis.hset(record, Map.of("number", "1", "heartbeat", "5"));
    redis.pexpire(record, 1_000);
    redis.xadd(stream, Map.of("h", "x"));
    redis.pexpire(stream, 1_000);
    assertThat(beat()).isEqualTo(1L);
    assertThat(redis.pttl(record)).isBetween(1_001L, 15_000L);
    assertThat(redis.pttl(stream)).isBetween(15_001L, 600_000L);
    assertThat(Long.parseLong(redis.hget(record, "heartbeat")))
        .isBetween(link.time() - 60_000, link.time());
    assertThat(redis.hget(record, "number")).isEqualTo("1");
    assertThat(redis.hget(record, "follows")).isEqualTo("pause");
  }

  @Test
  void saysThatALapsedRegistrationMustBeMadeAnewAndWritesNothing() {
    redis.xadd(keys.instanceStream("alice", "one"), Map.of("h", "x"));
    Map<String, String> then = everything();
    assertThat(beat()).isEqualTo(0L);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void livesWithoutAStream() {
    redis.hset(keys.instance("alice", "one"), "number", "1");
    assertThat(beat()).isEqualTo(1L);
    assertThat(redis.exists(keys.instanceStream("alice", "one"))).isZero();
  }

  @Test
  void writesNothingToARecordOfAWrongType() {
    redis.set(keys.instance("alice", "one"), "spoiled");
    Map<String, String> then = everything();
    assertThatThrownBy(this::beat).isInstanceOf(LinkException.class);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void beatsAlsoWhenRedisHasNoMemoryLeft() {
    redis.hset(keys.instance("alice", "one"), "number", "1");
    try {
      redis.configSet("maxmemory", "1");
      assertThat(beat()).isEqualTo(1L);
    } finally {
      redis.configSet("maxmemory", "0");
    }
  }
}
