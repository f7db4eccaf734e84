package io.mas.it.soak;

import io.lettuce.core.RedisException;
import io.mas.it.support.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sees at the ledger's state how the chains get on, and how long each took. */
final class Watch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 20;

  private final Wire wire;
  private final Load load;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final long[] sentAt;
  private final long[] last = new long[Chain.KEYS];
  private final long[] took;
  private long done;
  private long doneAt = System.nanoTime();
  private long longestStall;

  Watch(Wire wire, Load load) {
    this.wire = wire;
    this.load = load;
    this.sentAt = new long[Math.toIntExact(load.chains())];
    this.took = new long[sentAt.length];
  }

  void start() {
    timer.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    Map<String, String> state;
    try {
      state = wire.hash(Wire.KEYS.state(Chain.LEDGER));
    } catch (RedisException e) {
      return; // it looks again
    }
    synchronized (this) {
      long now = System.nanoTime();
      long before = done;
      for (int key = 0; key < Chain.KEYS; key++) {
        long newest = Long.parseLong(state.getOrDefault(Book.last(key), "0"));
        for (long number = last[key] + 1; number <= Math.min(newest, load.last(key)); number++) {
          int at = Math.toIntExact((number - 1) * Chain.KEYS + key);
          took[at] = now - sentAt[at];
          done++;
        }
        last[key] = newest;
      }
      if (done > before) {
        longestStall = Math.max(longestStall, now - doneAt);
        doneAt = now;
        notifyAll();
      }
    }
  }

  /** A chain is about to be sent. */
  synchronized void sending(long at) {
    if (at == 0) {
      doneAt = System.nanoTime();
    }
    sentAt[Math.toIntExact(at)] = System.nanoTime();
  }

  /** Waits until so many are done; false if none is any more within a time. */
  synchronized boolean awaitDone(long count, long patienceMillis) throws InterruptedException {
    while (done < count) {
      long left = patienceMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - doneAt);
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** How many have come to their end. */
  synchronized long done() {
    return done;
  }

  /** The longest time in which no chain came to its end. */
  synchronized long longestStallMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestStall);
  }

  /** What so many of a hundred chains took at most, in milliseconds. */
  synchronized List<Long> percentiles(int... percents) {
    long[] sorted = Arrays.stream(took).filter(time -> time > 0).sorted().toArray();
    List<Long> millis = new ArrayList<>();
    for (int percent : percents) {
      int at = Math.max(0, (int) ((long) sorted.length * percent / 100) - 1);
      millis.add(sorted.length == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(sorted[at]));
    }
    return millis;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
