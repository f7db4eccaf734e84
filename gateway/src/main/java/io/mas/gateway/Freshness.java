package io.mas.gateway;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sees to it that nothing is decided on keys and permissions that were read longer ago than {@link
 * #BOUND_MILLIS}: after an outage of Redis, or a pause of this process, they are read first. What
 * is revoked is so within this time, or nothing is decided. Thread-safe.
 */
final class Freshness {
  /** Four times the period in which they are read anyway. */
  static final long BOUND_MILLIS = 1_000;

  private final LongSupplier nanoTime;
  private final Runnable read;
  private volatile boolean known;
  private volatile long readAt;

  /**
   * By a clock.
   *
   * @param read reads them, or throws
   */
  Freshness(LongSupplier nanoTime, Runnable read) {
    this.nanoTime = nanoTime;
    this.read = read;
  }

  /** Reads them now. */
  synchronized void refresh() {
    long before = nanoTime.getAsLong(); // what changes while it is read may be missed
    read.run();
    readAt = before;
    known = true;
  }

  /**
   * Reads them if they were not read within the bound.
   *
   * @throws io.mas.internal.redis.LinkException if they cannot be read; nothing is to be decided
   */
  synchronized void require() {
    if (!known || nanoTime.getAsLong() - readAt > TimeUnit.MILLISECONDS.toNanos(BOUND_MILLIS)) {
      refresh();
    }
  }
}
