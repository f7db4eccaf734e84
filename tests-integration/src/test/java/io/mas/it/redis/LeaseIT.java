package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the header of lease.lua says. */
class LeaseIT extends OnRealRedis {
  private static final String LEASE = Keys.lease(3);

  private List<Object> lease(String owner, long fence) {
    return link.callForList("mas_lease", List.of(LEASE), arguments(owner, 10_000, fence));
  }

  private void runOut() {
    redis.hset(LEASE, "until", Long.toString(link.time()));
  }

  /** As after the first term of a new system, with numbers that are easy to read. */
  @BeforeEach
  void countFromZero() {
    redis.hset(LEASE, "fence", "0");
  }

  @Test
  void beginsTheFirstTermWithAFenceThatNoneBeforeALossOfDataHadAndNoCommit() {
    redis.del(LEASE);
    long now = link.time();
    List<Object> first = lease("g1", 0);
    assertThat((Long) first.get(0)).isBetween(now, now + 60_000);
    assertThat(first.get(1)).isEqualTo(0L);
    assertThat(redis.hgetall(LEASE))
        .containsEntry("owner", "g1")
        .containsEntry("fence", first.get(0).toString());
    assertThat(Long.parseLong(redis.hget(LEASE, "until")))
        .isBetween(link.time() + 1, link.time() + 10_000);
  }

  @Test
  void renewsATermWhoseFenceTheCallerHolds() {
    lease("g1", 0);
    redis.hset(LEASE, "commit", "41");
    redis.hset(LEASE, "until", Long.toString(link.time() + 5_000));
    assertThat(lease("g1", 1)).containsExactly(1L, 41L);
    assertThat(Long.parseLong(redis.hget(LEASE, "until"))).isGreaterThan(link.time() + 5_000);
  }

  @Test
  void beginsANewTermForAnOwnerThatDoesNotHoldTheFence() {
    lease("g1", 0);
    assertThat(lease("g1", 0)).containsExactly(2L, 0L);
    assertThat(lease("g1", 1)).containsExactly(3L, 0L);
    assertThat(lease("g1", 7)).containsExactly(4L, 0L);
  }

  @Test
  void beginsANewTermForTheOwnerWhoseTermHasRunOut() {
    lease("g1", 0);
    runOut();
    assertThat(lease("g1", 1)).containsExactly(2L, 0L);
  }

  @Test
  void tellsAnotherHowLongTheTermStillRunsAndWritesNothing() {
    lease("g1", 0);
    Map<String, String> then = everything();
    List<Object> answer = lease("g2", 0);
    assertThat(answer.get(0)).isEqualTo(0L);
    assertThat((Long) answer.get(1)).isBetween(1L, 10_000L);
    assertThat(lease("g2", 1).get(0)).isEqualTo(0L);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void passesToAnotherWithAHigherFenceAndKeepsTheCommitNumber() {
    lease("g1", 0);
    redis.hset(LEASE, "commit", "41");
    runOut();
    assertThat(lease("g2", 0)).containsExactly(2L, 41L);
    assertThat(lease("g1", 1).get(0)).isEqualTo(0L);
  }

  @Test
  void goesOnWithLargeNumbers() {
    redis.hset(LEASE, Map.of("fence", "4503599627370496", "commit", "4503599627370496"));
    assertThat(lease("g1", 0)).containsExactly(4503599627370497L, 4503599627370496L);
    assertThat(redis.hget(LEASE, "fence")).isEqualTo("4503599627370497");
  }

  @Test
  void writesNothingToAKeyOfAWrongType() {
    redis.del(LEASE);
    redis.set(LEASE, "spoiled");
    assertThatThrownBy(() -> lease("g1", 0)).isInstanceOf(LinkException.class);
    assertThat(redis.get(LEASE)).isEqualTo("spoiled");
  }

  @Test
  void isTakenAlsoWhenRedisHasNoMemoryLeft() {
    try {
      redis.configSet("maxmemory", "1");
      assertThat(lease("g1", 0)).containsExactly(1L, 0L);
    } finally {
      redis.configSet("maxmemory", "0");
    }
  }
}
