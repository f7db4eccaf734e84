package io.mas.internal.runtime;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: twice as long each time, by chance half more or less.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 100;

  /** The longest, before chance makes it half more or less. */
  static final long MAX_MILLIS = 30_000;

  private static final int MAX_DOUBLINGS = 20;

  private Backoff() {}

  /** After so many attempts, from 1, in milliseconds. */
  static long after(int attempts) {
    int doublings = Math.min(Math.max(0, attempts - 1), MAX_DOUBLINGS);
    return spread(Math.min(MAX_MILLIS, FIRST_MILLIS << doublings));
  }

  /** About so long: those who wait for the same thing are parted by chance. */
  static long spread(long millis) {
    return ThreadLocalRandom.current().nextLong(millis / 2, millis + millis / 2 + 1);
  }
}
