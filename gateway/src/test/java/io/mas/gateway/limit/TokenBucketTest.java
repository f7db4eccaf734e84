package io.mas.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long T = 1_800_000_000_123L;

  private static TokenBucket drained(Rate rate) {
    TokenBucket bucket = TokenBucket.full(rate, T);
    for (long i = 0; i < rate.capacity(); i++) {
      assertThat(bucket.delay(T)).isZero();
      bucket.take();
    }
    return bucket;
  }

  private static String text(TokenBucket bucket) {
    StringBuilder text = new StringBuilder();
    bucket.writeTo(text);
    return text.toString();
  }

  @Test
  void letsTheBurstPassAtOnceAndThenOneAtATime() {
    TokenBucket bucket = drained(Rate.minute(60, 3));
    assertThat(bucket.delay(T)).isEqualTo(1_000);
    assertThat(bucket.delay(T + 999)).isEqualTo(1);
    assertThat(bucket.delay(T + 1_000)).isZero();
    bucket.take();
    assertThat(bucket.delay(T + 1_000)).isEqualTo(1_000);
  }

  @Test
  void isFullAfterTheTimeInWhichTheRateGivesTheBurst() {
    TokenBucket bucket = drained(Rate.minute(60, 3));
    assertThat(bucket.isFull(T + 2_999)).isFalse();
    assertThat(bucket.isFull(T + 3_000)).isTrue();
  }

  @Test
  void roundsUpToTheMillisecondWithoutDrifting() {
    // one in 8,571.43 ms
    TokenBucket bucket = drained(Rate.minute(7, 2));
    long at = T;
    for (int i = 1; i <= 7; i++) {
      at += bucket.delay(at);
      assertThat(at).isEqualTo(T + (60_000L * i + 6) / 7);
      assertThat(bucket.delay(at)).isZero();
      bucket.take();
    }
  }

  @Test
  void goesOnWhereItWasWhenItIsReadAgain() {
    TokenBucket bucket = drained(Rate.minute(7, 3));
    assertThat(bucket.delay(T + 10_000)).isZero();
    bucket.take();
    TokenBucket again = TokenBucket.read(Rate.minute(7, 3), text(bucket));
    for (long at = T + 10_000; at < T + 60_000; at += 331) {
      assertThat(again.delay(at)).as("after %d ms", at - T).isEqualTo(bucket.delay(at));
      if (bucket.delay(at) == 0) {
        again.take();
        bucket.take();
      }
    }
  }

  @Test
  void whatWasUsedStaysUsedUnderAnotherRate() {
    String used = text(drained(Rate.minute(60, 3)));
    TokenBucket more = TokenBucket.read(Rate.minute(120, 10), used);
    for (int i = 0; i < 7; i++) {
      assertThat(more.delay(T)).isZero();
      more.take();
    }
    assertThat(more.delay(T)).isEqualTo(500);
    assertThat(TokenBucket.read(Rate.minute(60, 1), used).delay(T)).isEqualTo(1_000);
  }

  @Test
  void aClockThatIsALittleBehindGivesNothingTwice() {
    TokenBucket bucket = drained(Rate.minute(60, 1));
    assertThat(bucket.delay(T - 20)).isEqualTo(1_020);
    assertThat(bucket.delay(T + 1_000)).isZero();
    bucket.take();
    assertThat(bucket.delay(T + 990)).isEqualTo(1_010);
  }

  @Test
  void aClockThatIsFarBehindIsTakenAsItIs() {
    TokenBucket bucket = drained(Rate.minute(60, 1));
    assertThat(bucket.delay(T - 3_600_000)).isEqualTo(1_000);
    assertThat(bucket.delay(T - 3_600_000 + 1_000)).isZero();
  }

  @Test
  void aHugeRateIsNoTrouble() {
    TokenBucket bucket = TokenBucket.full(Rate.hour(Integer.MAX_VALUE, Integer.MAX_VALUE), T);
    bucket.take();
    assertThat(bucket.delay(T)).isZero();
    assertThat(bucket.isFull(T + 1)).isTrue();
  }

  @Test
  void writesLittle() {
    assertThat(text(drained(Rate.minute(100, 100)))).hasSizeLessThan(20);
    assertThat(text(TokenBucket.full(Rate.minute(100, 100), T))).isEmpty();
  }
}
