package io.mas.internal.redis;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clock of a Redis, as seen from here: sampled now and then and carried on by the machine's
 * monotonic clock in between, so that a wrong wall clock changes nothing. Thread-safe.
 *
 * <p>It is ahead by what a quick answer takes, and not behind however late an answer is noticed:
 * who compares it with what Redis has written must never see that in the future.
 */
public final class RedisClock implements InstantSource {
  /** Answers that took longer are asked for again. */
  private static final long QUICK_NANOS = 50_000_000;

  private static final int MOST_TRIES = 3;

  private final LongSupplier nanos;
  private volatile Sample sample;

  /**
   * A look at the clock.
   *
   * @param millis what it said
   * @param nanos the monotonic time before it was asked
   * @param took until its answer was noticed
   */
  private record Sample(long millis, long nanos, long took) {}

  /** Samples the clock. */
  public RedisClock(RedisLink link) {
    this(link::time, System::nanoTime);
  }

  RedisClock(LongSupplier time, LongSupplier nanos) {
    this.nanos = nanos;
    this.sample = take(time);
  }

  /** Samples it again. */
  public void refresh(RedisLink link) {
    sample = take(link::time);
  }

  private Sample take(LongSupplier time) {
    Sample best = ask(time);
    for (int tries = 1; tries < MOST_TRIES && best.took() > QUICK_NANOS; tries++) {
      Sample next = ask(time);
      best = next.took() < best.took() ? next : best;
    }
    return best;
  }

  private Sample ask(LongSupplier time) {
    long before = nanos.getAsLong();
    long millis = time.getAsLong();
    return new Sample(millis, before, nanos.getAsLong() - before);
  }

  @Override
  public long millis() {
    Sample last = sample;
    return last.millis() + (nanos.getAsLong() - last.nanos()) / 1_000_000;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
