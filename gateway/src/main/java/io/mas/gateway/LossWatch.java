package io.mas.gateway;

import io.mas.internal.redis.Foundation;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a gateway from reading keys and policy while they are being brought back to a Redis that
 * has lost them: with half of the agents known, messages to the others would be refused. Until then
 * it decides on what it knew. Thread-safe.
 */
final class LossWatch {
  private static final Logger log = LoggerFactory.getLogger(LossWatch.class);

  /** Each process that restores something looks once in a second. */
  private static final long SETTLING_MILLIS = 2_000;

  private final Foundation foundation;
  private final LongSupplier nanoTime;
  private final Runnable restored;
  private boolean lost;
  private boolean settling;
  private long settledAt;
  private volatile @Nullable String trouble;

  /**
   * Of a system.
   *
   * @param restored what to do before what was restored is read for the first time
   */
  LossWatch(Foundation foundation, LongSupplier nanoTime, Runnable restored) {
    this.foundation = foundation;
    this.nanoTime = nanoTime;
    this.restored = restored;
  }

  /** Whether what Redis holds may be read now. */
  synchronized boolean isReadable() {
    switch (foundation.look()) {
      case LOST -> {
        settling = false;
        if (!lost) {
          lost = true;
          trouble = "Redis has lost the data of mas, and nobody has restored it yet";
          log.error("{}; deciding on what was known before", trouble);
        }
        return false;
      }
      case RESTORED -> {
        lost = false;
        settling = true;
        settledAt = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(SETTLING_MILLIS);
        trouble = "Redis had lost the data of mas, and it is being restored";
        if (!foundation.accept()) {
          log.error("the gateways' secret in Redis is another one now; start this gateway again");
        }
        return false;
      }
      case INTACT -> {
        if (settling && nanoTime.getAsLong() - settledAt < 0) {
          return false;
        }
        if (settling) {
          settling = false;
          restored.run();
          trouble = null;
          log.warn("Redis had lost the data of mas; it is restored, and is read anew");
        }
        return true;
      }
    }
    throw new IllegalStateException("no such finding");
  }

  /** Why keys and policy are not read; null if they are. */
  @Nullable String trouble() {
    return trouble;
  }
}
