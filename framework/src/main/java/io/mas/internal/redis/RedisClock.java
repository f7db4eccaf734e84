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

  /** How long a sample is kept if none is better: two clocks go apart by a millisecond in that. */
  private static final long KEPT_NANOS = 10_000_000_000L;

  private final LongSupplier nanos;
  private volatile Sample sample;

  /**
   * A look at the clock.
   *
   * @param millis what it said
   * @param nanos the monotonic time before it was asked
   * @param took until its answer was noticed
   */
  private record Sample(long millis, long nanos, long took) {
    /** What it says for a later time. */
    long at(long later) {
      return millis + (later - nanos) / 1_000_000;
    }

    /**
     * Whether another one, taken before, is nearer the truth: what each says is ahead by what its
     * answer took at most, so the earlier time is the better one, unless this one excludes it.
     */
    boolean yieldsTo(Sample other) {
      long said = other.at(nanos);
      return nanos - other.nanos < KEPT_NANOS && said < millis && said >= millis - took / 1_000_000;
    }
  }

  /** Samples the clock. */
  public RedisClock(RedisLink link) {
    this(link::time, System::nanoTime);
  }

  RedisClock(LongSupplier time, LongSupplier nanos) {
    this.nanos = nanos;
    this.sample = take(time);
  }

  /** Samples it again. A sample whose answer was late does not put it forward for a while. */
  public void refresh(RedisLink link) {
    refresh(link::time);
  }

  void refresh(LongSupplier time) {
    Sample fresh = take(time);
    Sample last = sample;
    sample = fresh.yieldsTo(last) ? last : fresh;
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
    return sample.at(nanos.getAsLong());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
