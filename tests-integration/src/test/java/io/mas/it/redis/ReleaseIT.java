package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.Keys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the header of release.lua says. */
class ReleaseIT extends OnRealRedis {
  private static final String LEASE = Keys.lease(3);

  private long fence;

  private Object release(String owner, long fence) {
    return link.callForAny("mas_release", List.of(LEASE), arguments(owner, fence));
  }

  private List<Object> lease(String owner) {
    return link.callForList("mas_lease", List.of(LEASE), arguments(owner, 10_000, 0));
  }

  @BeforeEach
  void take() {
    fence = (Long) lease("g1").get(0);
    redis.hset(LEASE, "commit", "9");
  }

  @Test
  void freesTheLeaseForTheNextUnderAHigherFence() {
    assertThat(release("g1", fence)).isEqualTo(1L);
    assertThat(lease("g2")).containsExactly(fence + 1, 9L);
  }

  @Test
  void leavesALeaseAloneThatIsAnothersOrOfAnotherTerm() {
    Map<String, String> then = everything();
    assertThat(release("g2", fence)).isEqualTo(0L);
    assertThat(release("g1", fence + 1)).isEqualTo(0L);
    assertThat(release("", fence)).isEqualTo(0L);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void isDoneOnce() {
    release("g1", fence);
    assertThat(release("g1", fence)).isEqualTo(0L);
  }

  @Test
  void findsNothingToReleaseWhereNothingIs() {
    redis.del(LEASE);
    assertThat(release("g1", fence)).isEqualTo(0L);
    assertThat(redis.exists(LEASE)).isZero();
  }
}
