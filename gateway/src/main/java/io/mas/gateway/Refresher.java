package io.mas.gateway;

import io.mas.internal.redis.LinkException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys and policy again and again, in a thread of its own, and says so when they cannot be
 * read. Thread-safe.
 */
final class Refresher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Refresher.class);
  private static final long PERIOD_MILLIS = 250;
  private static final long END_SECONDS = 5;

  private final Freshness freshness;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mas-gateway-refresh");
            thread.setDaemon(true);
            return thread;
          });

  /** Written by the timer's thread alone: said once, not four times a second. */
  private volatile boolean stale;

  Refresher(Freshness freshness) {
    this.freshness = freshness;
  }

  /** Begins to read regularly. */
  void start() {
    lookRegularly(this::refreshOrWarn, PERIOD_MILLIS);
  }

  /** Does something else in the same thread, again and again; it must not throw. */
  void lookRegularly(Runnable look, long periodMillis) {
    timer.scheduleWithFixedDelay(look, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  /**
   * Reads now.
   *
   * @throws LinkException if they cannot be read
   */
  void refresh() {
    freshness.refresh();
  }

  /**
   * Reads unless that was done just now.
   *
   * @throws LinkException if they cannot be read; nothing is to be decided
   */
  void require() {
    freshness.require();
  }

  /** Whether they could not be read the last time. */
  boolean isStale() {
    return stale;
  }

  private void refreshOrWarn() {
    try {
      refresh();
      if (stale) {
        stale = false;
        log.info("keys and policy can be read again");
      }
    } catch (LinkException e) {
      if (!stale) {
        stale = true;
        log.warn(
            "keys and policy cannot be read, and nothing is decided until they are: {}",
            e.getMessage());
      }
    } catch (Throwable e) {
      // errors too: what is thrown here would end the schedule without a word
      log.error("keys and policy could not be refreshed", e);
    }
  }

  /** Lets a read under way end; interrupting it would look as if Redis had failed. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
