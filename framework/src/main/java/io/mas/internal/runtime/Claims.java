package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.StreamIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews what this instance holds of the shared inbox, and takes over what others hold and have not
 * renewed for a lease: their process has died.
 */
final class Claims {
  private static final Logger log = LoggerFactory.getLogger(Claims.class);
  private static final int BATCH = 64;

  private final RedisLink link;
  private final String inbox;
  private final String consumer;
  private final Inbound inbound;
  private final Dispatcher dispatcher;
  private final ScheduledExecutorService timer;
  private @Nullable ScheduledFuture<?> rounds;
  private volatile boolean paused;
  private String cursor = StreamIds.ZERO;

  Claims(
      RedisLink link,
      String inbox,
      String consumer,
      Inbound inbound,
      Dispatcher dispatcher,
      ScheduledExecutorService timer) {
    this.link = link;
    this.inbox = inbox;
    this.consumer = consumer;
    this.inbound = inbound;
    this.dispatcher = dispatcher;
    this.timer = timer;
  }

  void start(Executor executor) {
    long period = Registration.LEASE.toMillis() / 3;
    rounds =
        timer.scheduleWithFixedDelay(
            () -> executor.execute(this::round), 0, period, TimeUnit.MILLISECONDS);
  }

  /** Takes nothing over until {@link #resume}; what is held is still renewed. */
  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  /**
   * Takes over all that others have let go of. Done before the first read, so that what has waited
   * longest is handled first.
   */
  void takeOver() {
    do {
      claim();
    } while (!cursor.equals(StreamIds.ZERO));
  }

  private void renew() {
    List<String> held = dispatcher.held();
    if (!held.isEmpty()) {
      Arguments arguments = new Arguments().add(consumer);
      held.forEach(arguments::add);
      link.callForAny("mas_renew", List.of(inbox), arguments);
    }
  }

  private void claim() {
    if (paused) {
      return;
    }
    Duration idle = Registration.LEASE;
    RedisLink.Claimed claimed = link.claimIdle(inbox, consumer, idle, cursor, BATCH);
    cursor = claimed.nextId();
    List<Entry> entries = new ArrayList<>(claimed.entries());
    if (!entries.isEmpty()) {
      log.info("{} takes over {} entries that nobody holds any more", consumer, entries.size());
      inbound.accept(entries);
    }
  }

  /** Renews and takes over now. */
  synchronized void round() {
    try {
      renew();
      claim();
    } catch (LinkException e) {
      log.warn("{} cannot look for entries to take over: {}", consumer, e.getMessage());
    }
  }
}
