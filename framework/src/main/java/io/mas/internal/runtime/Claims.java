package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews what this instance holds of the shared inbox, takes over what others hold and have not
 * renewed for a lease, since their process has died, and clears away what such instances leave.
 */
final class Claims {
  private static final Logger log = LoggerFactory.getLogger(Claims.class);
  private static final int BATCH = 64;

  /** Most batches of one round, so that one instance does not take all. */
  private static final int MAX_BATCHES = 16;

  /** Rounds from one tidying to the next. */
  private static final int TIDY_ROUNDS = 12;

  private static final String START = "-";

  private final RedisLink link;
  private final String inbox;
  private final String retries;
  private final List<String> tidyKeys;
  private final String consumer;
  private final Duration lease;
  private final boolean inOrder;
  private final Inbound inbound;
  private final Dispatcher dispatcher;
  private final LaneSorter sorter;
  private final ScheduledExecutorService timer;
  private volatile @Nullable ScheduledFuture<?> rounds;
  private volatile boolean stopped;
  private String cursor = START;
  private int untidy = TIDY_ROUNDS;
  private volatile boolean paused;

  Claims(
      RedisLink link,
      Keys keys,
      Identity identity,
      Duration lease,
      boolean inOrder,
      Inbound inbound,
      Dispatcher dispatcher,
      LaneSorter sorter,
      ScheduledExecutorService timer) {
    String agent = identity.agent();
    this.link = link;
    this.inbox = keys.inbox(agent);
    this.retries = keys.retries(agent);
    this.tidyKeys =
        List.of(inbox, keys.sequence(agent), keys.instance(agent, ""), retries, keys.lanes(agent));
    this.consumer = identity.instance();
    this.lease = lease;
    this.inOrder = inOrder;
    this.inbound = inbound;
    this.dispatcher = dispatcher;
    this.sorter = sorter;
    this.timer = timer;
  }

  /** Has its rounds fall due from now on. */
  void start(Duty round) {
    long period = lease.toMillis() / 3;
    rounds = timer.scheduleWithFixedDelay(round::fallDue, 0, period, TimeUnit.MILLISECONDS);
    if (stopped) {
      stop(); // meanwhile
    }
  }

  /** Takes nothing over until {@link #resume}; what is held is still renewed. */
  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  void stop() {
    stopped = true;
    ScheduledFuture<?> begun = rounds;
    if (begun != null) {
      begun.cancel(false);
    }
  }

  /** Takes over all that others have let go of. */
  synchronized void takeOver() {
    cursor = START;
    do {
      claim();
    } while (!cursor.equals(START) && !dispatcher.isFull());
  }

  private void renew() {
    List<String> held = dispatcher.held();
    if (!held.isEmpty()) {
      Arguments arguments = new Arguments().add(consumer);
      held.forEach(arguments::add);
      link.callForAny("mas_renew", List.of(inbox), arguments);
    }
  }

  /** Takes a batch, from where the last one ended. */
  private void claim() {
    if (paused) {
      cursor = START;
      return;
    }
    List<Object> answer =
        link.callForBytes(
            "mas_takeover",
            List.of(inbox, retries),
            new Arguments()
                .add(consumer)
                .add(lease.toMillis())
                .add(cursor)
                .add(BATCH)
                .add(inOrder ? "o" : ""));
    cursor = text(answer.get(0));
    List<TakenOver> taken = new ArrayList<>();
    for (int at = 1; at < answer.size(); ) {
      String id = text(answer.get(at));
      Tries tries = Tries.takenOver(text(answer.get(at + 1)));
      int parts = Math.toIntExact((Long) answer.get(at + 2));
      Map<String, byte[]> fields = new LinkedHashMap<>();
      for (int part = at + 3; part < at + 3 + parts; part += 2) {
        fields.put(text(answer.get(part)), (byte[]) answer.get(part + 1));
      }
      taken.add(new TakenOver(new Entry(inbox, id, fields), tries));
      at += 3 + parts;
    }
    if (!taken.isEmpty()) {
      log.info("{} takes over {} entries that nobody holds any more", consumer, taken.size());
      inbound.take(taken);
    }
  }

  private void tidy() {
    untidy++;
    if (untidy >= TIDY_ROUNDS) {
      untidy = 0;
      link.callForAny("mas_tidy", tidyKeys, new Arguments());
    }
  }

  /** Renews and takes over now. */
  synchronized void round() {
    if (stopped) {
      return;
    }
    try {
      renew();
      int batches = 0;
      do {
        claim();
        batches++;
      } while (!cursor.equals(START) && batches < MAX_BATCHES && !dispatcher.isFull());
      sorter.sort(dispatcher.takeWaiting());
      tidy();
    } catch (LinkException e) {
      if (stopped) {
        log.debug("{} has left while it looked for entries to take over", consumer, e);
        return;
      }
      log.warn("{} cannot look for entries to take over: {}", consumer, e.getMessage());
    }
  }

  private static String text(Object value) {
    return new String((byte[]) value, StandardCharsets.UTF_8);
  }
}
