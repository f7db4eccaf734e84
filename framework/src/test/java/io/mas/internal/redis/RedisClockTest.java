package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisClockTest {
  private static final long MILLI = 1_000_000;

  private long now;

  /** A clock whose answers are noticed after so many milliseconds, one after the other. */
  private RedisClock noticedAfter(Long... millis) {
    Deque<Long> delays = new ArrayDeque<>(List.of(millis));
    return new RedisClock(
        () -> {
          long said = now / MILLI;
          now += delays.remove() * MILLI;
          return said;
        },
        () -> now);
  }

  @Test
  void isNotBehindThoughAllAnswersAreNoticedLate() {
    RedisClock clock = noticedAfter(2_000L, 1_500L, 1_800L);
    assertThat(clock.millis()).isEqualTo(now / MILLI);
  }

  @Test
  void takesTheFirstQuickAnswer() {
    RedisClock clock = noticedAfter(2_000L, 3L);
    now += 7 * MILLI;
    assertThat(clock.millis()).isEqualTo(2_010);
  }
}
