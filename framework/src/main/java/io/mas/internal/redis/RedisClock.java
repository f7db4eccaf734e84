package io.mas.internal.redis;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of a Redis, as seen from here: sampled now and then and carried on by the machine's
 * monotonic clock in between, so that a wrong wall clock changes nothing. Thread-safe.
 */
public final class RedisClock implements InstantSource {
  private record Sample(long millis, long nanos) {}

  private volatile Sample sample;

  /** Samples the clock. */
  public RedisClock(RedisLink link) {
    sample = take(link);
  }

  /** Samples it again. */
  public void refresh(RedisLink link) {
    sample = take(link);
  }

  private static Sample take(RedisLink link) {
    return new Sample(link.time(), System.nanoTime());
  }

  @Override
  public long millis() {
    Sample last = sample;
    return last.millis() + (System.nanoTime() - last.nanos()) / 1_000_000;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
