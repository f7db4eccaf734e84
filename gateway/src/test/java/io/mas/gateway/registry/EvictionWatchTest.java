package io.mas.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.EvictingRedisException;
import org.junit.jupiter.api.Test;

class EvictionWatchTest {
  private String policy = "noeviction";
  private long limit = 1_000_000;
  private final EvictionWatch watch =
      new EvictionWatch(
          () -> "# Memory\r\nmaxmemory:" + limit + "\r\nmaxmemory_policy:" + policy + "\r\n",
          "127.0.0.1:6379");

  @Test
  void takesARedisThatKeepsWhatItHas() {
    watch.require();
    watch.look();
    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void refusesOneThatEvictsAndSaysWhatToSet() {
    policy = "allkeys-lru";
    assertThatThrownBy(watch::require)
        .isInstanceOf(EvictingRedisException.class)
        .hasMessageContaining("the Redis at 127.0.0.1:6379 has maxmemory-policy allkeys-lru")
        .hasMessageContaining("CONFIG SET maxmemory-policy noeviction");
  }

  @Test
  void takesAnyPolicyWhereThereIsNoLimit() {
    policy = "allkeys-lru";
    limit = 0;
    watch.require();
    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void noticesThatSomebodyChangesItWhileItRunsAndThatItIsMended() {
    watch.require();
    policy = "volatile-ttl";
    watch.look();
    assertThat(watch.trouble()).contains("volatile-ttl");
    policy = "noeviction";
    watch.look();
    assertThat(watch.trouble()).isEmpty();
  }
}
