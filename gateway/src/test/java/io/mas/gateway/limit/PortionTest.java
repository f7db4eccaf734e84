package io.mas.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PortionTest {
  private static final long T = 1_800_000_000_000L;

  private final AtomicInteger rung = new AtomicInteger();
  private final Portion portion =
      new Portion("b", new Rule(Limit.perMinute(6_000).withBurst(400)), rung::incrementAndGet);

  private long passing(long now) {
    long passed = 0;
    while (portion.take(now) == 0) {
      passed++;
    }
    return passed;
  }

  @Test
  void whatIsNotKnownIsAskedForOnceAndLookedAtAgain() {
    assertThat(portion.take(T)).isEqualTo(-2);
    assertThat(portion.take(T)).isEqualTo(-2);
    assertThat(rung).hasValue(1);
    assertThat(portion.order(T)).isEqualTo(1);
    portion.filled(1, T);
    assertThat(portion.take(T + 1)).isZero();
  }

  @Test
  void ordersWhatIsUsedInATenthOfASecondButNotAllThatThereIs() {
    portion.take(T);
    portion.order(T);
    portion.filled(100, T);
    for (int i = 0; i < 50; i++) {
      assertThat(portion.take(T + 5)).isZero();
    }
    passing(T + 50);
    assertThat(portion.order(T + 100)).isEqualTo(100); // 101 in 100 ms, of at most 400 / 4
    portion.filled(100, T + 100);
  }

  @Test
  void isFilledAgainBeforeItRunsDry() {
    portion.take(T);
    portion.order(T);
    portion.filled(20, T);
    for (int i = 0; i < 20; i++) {
      portion.take(T + i);
    }
    portion.take(T + 20);
    int size = portion.order(T + 20);
    assertThat(size).isEqualTo(100);
    portion.filled(size, T + 20);
    rung.set(0);
    for (int i = 0; i < 49; i++) {
      assertThat(portion.take(T + 21)).isZero();
    }
    assertThat(rung).hasValue(0);
    assertThat(portion.take(T + 21)).isZero();
    assertThat(rung).hasValue(1);
    assertThat(portion.take(T + 21)).isZero();
    assertThat(rung).hasValue(1);
  }

  @Test
  void saysWhenThereIsOneMoreWhereRedisHasNone() {
    portion.take(T);
    portion.order(T);
    portion.filled(0, T + 7);
    assertThat(portion.take(T)).isEqualTo(7);
    assertThat(portion.delay(T + 3)).isEqualTo(4);
    assertThat(rung).hasValue(1);
    assertThat(portion.take(T + 7)).isEqualTo(-2);
    assertThat(rung).hasValue(2);
  }

  @Test
  void givesBackWhatNobodyUses() {
    portion.take(T);
    portion.order(T);
    portion.filled(5, T);
    assertThat(portion.take(T + 1)).isZero();
    assertThat(portion.order(T + 201)).isZero();
    assertThat(portion.holdsAny()).isTrue();
    assertThat(portion.order(T + 202)).isEqualTo(-4);
    assertThat(portion.holdsAny()).isFalse();
    assertThat(portion.order(T + 203)).isZero();
  }

  @Test
  void asksNotAtOnceAgainAfterAFailure() {
    portion.take(T);
    portion.order(T);
    portion.failed(T);
    assertThat(portion.take(T + 1)).isEqualTo(-99);
    assertThat(rung).hasValue(1);
    assertThat(portion.take(T + 100)).isEqualTo(-2);
    assertThat(rung).hasValue(2);
  }

  @Test
  void whatIsPutBackIsThere() {
    portion.take(T);
    portion.order(T);
    portion.filled(1, T + 50);
    assertThat(portion.take(T)).isZero();
    portion.putBack();
    assertThat(portion.take(T)).isZero();
    assertThat(portion.take(T)).isEqualTo(50);
  }
}
