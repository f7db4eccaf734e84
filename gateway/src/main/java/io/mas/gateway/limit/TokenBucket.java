package io.mas.gateway.limit;

import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;

/**
 * What one rate has left: the arithmetic of Bucket4j on a clock that is handed in, in milliseconds
 * since 1970. Not thread-safe.
 *
 * <p>Written down it is how many tokens are missing, and since when exactly that many, so that a
 * rate that is changed by configuration applies at once to what was used.
 */
final class TokenBucket {
  private static final long NANOS = 1_000_000;

  /** A clock so far behind is another one; to wait for it would stop the sender for as long. */
  private static final long OTHER_CLOCK_MILLIS = 60_000;

  private static final int RADIX = 36;

  private final Rate rate;
  private BucketState state;

  /** Up to when it is filled, in nanoseconds. */
  private long filledTo;

  private TokenBucket(Rate rate, long missing, long sinceNanos) {
    this.rate = rate;
    this.state = state(rate, missing, sinceNanos);
    this.filledTo = sinceNanos;
  }

  private static BucketState state(Rate rate, long missing, long sinceNanos) {
    BucketState state =
        BucketState.createInitialState(rate.configuration(), MathType.INTEGER_64_BITS, sinceNanos);
    state.consume(Math.min(missing, rate.capacity()));
    return state;
  }

  static TokenBucket full(Rate rate, long now) {
    return new TokenBucket(rate, 0, now * NANOS);
  }

  /** After how many milliseconds there is a token; 0 if there is one. */
  long delay(long now) {
    refill(now);
    if (state.getAvailableTokens() > 0) {
      return 0;
    }
    long nanos = state.calculateDelayNanosAfterWillBePossibleToConsume(1, filledTo, false);
    return Math.floorDiv(filledTo - now * NANOS + nanos + NANOS - 1, NANOS);
  }

  /** Takes one of those that are there. */
  void take() {
    state.consume(1);
  }

  boolean isFull(long now) {
    refill(now);
    return missing() == 0;
  }

  private void refill(long now) {
    long to = now * NANOS;
    if (to < filledTo - OTHER_CLOCK_MILLIS * NANOS) {
      state = state(rate, missing(), to);
      filledTo = to;
    } else if (to > filledTo) {
      state.refillAllBandwidth(to);
      filledTo = to;
    }
  }

  private long missing() {
    return rate.capacity() - state.getCurrentSize(0);
  }

  /** Adds what {@link #read} takes, unless nothing is missing. */
  void writeTo(StringBuilder text) {
    long missing = missing();
    if (missing == 0) {
      return;
    }
    // part of the next token is there already: as if the time had begun that much earlier
    long ahead = (state.getRoundingError(0) + rate.tokens() - 1) / rate.tokens();
    text.append(text.length() == 0 ? "" : " ")
        .append(rate.letter())
        .append(Long.toString(missing, RADIX))
        .append('.')
        .append(Long.toString(filledTo - ahead, RADIX));
  }

  /** One that was written. */
  static TokenBucket read(Rate rate, String text) {
    int dot = text.indexOf('.');
    return new TokenBucket(
        rate,
        Long.parseLong(text.substring(1, dot), RADIX),
        Long.parseLong(text.substring(dot + 1), RADIX));
  }
}
