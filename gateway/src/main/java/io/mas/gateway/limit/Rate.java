package io.mas.gateway.limit;

import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/** A number of messages in a span of time, and how many may come at once. Immutable. */
final class Rate {
  private final String unit;
  private final long tokens;
  private final Duration period;
  private final long capacity;
  private final BucketConfiguration configuration;

  private Rate(String unit, long tokens, Duration period, long capacity) {
    this.unit = unit;
    this.tokens = tokens;
    this.period = period;
    this.capacity = capacity;
    this.configuration =
        BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(capacity).refillGreedy(tokens, period))
            .build();
  }

  static Rate minute(long tokens, long capacity) {
    return new Rate("minute", tokens, Duration.ofMinutes(1), capacity);
  }

  static Rate hour(long tokens, long capacity) {
    return new Rate("hour", tokens, Duration.ofHours(1), capacity);
  }

  /** What tells its level from that of the other rate of the same limit. */
  char letter() {
    return unit.charAt(0);
  }

  long tokens() {
    return tokens;
  }

  long periodMillis() {
    return period.toMillis();
  }

  /** How many may come at once. */
  long capacity() {
    return capacity;
  }

  BucketConfiguration configuration() {
    return configuration;
  }

  @Override
  public String toString() {
    return tokens + " per " + unit;
  }
}
