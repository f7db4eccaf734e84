package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class RedisClockTest {
  private static final long MILLI = 1_000_000;

  private long now;
  private long ahead;

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

  /** Redis reads its clock after half of the time that its answer takes. */
  private LongSupplier answeringIn(long millis) {
    return () -> {
      now += millis * MILLI / 2;
      long said = now / MILLI + ahead;
      now += millis * MILLI / 2;
      return said;
    };
  }

  @Test
  void isNotPutForwardByAnAnswerThatIsLate() {
    RedisClock clock = new RedisClock(answeringIn(2), () -> now);
    now += 300 * MILLI;
    clock.refresh(answeringIn(40));
    assertThat(clock.millis()).isEqualTo(now / MILLI + 1);
  }

  @Test
  void followsAClockThatWasSet() {
    RedisClock clock = new RedisClock(answeringIn(2), () -> now);
    now += 300 * MILLI;
    ahead = 500;
    clock.refresh(answeringIn(40));
    assertThat(clock.millis()).isEqualTo(now / MILLI + 500 + 20);
    ahead = -500;
    clock.refresh(answeringIn(40));
    assertThat(clock.millis()).isEqualTo(now / MILLI - 500 + 20);
  }

  @Test
  void takesALateAnswerWhenItsLastIsOld() {
    RedisClock clock = new RedisClock(answeringIn(2), () -> now);
    now += 11_000 * MILLI;
    clock.refresh(answeringIn(40));
    assertThat(clock.millis()).isEqualTo(now / MILLI + 20);
  }
}
