package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what an instance has read of the inbox into its ordering lanes, before it is handled: one
 * call for a batch. An agent without ordering keys pays nothing.
 *
 * <p>Thread-safe. Blocks nowhere.
 */
final class LaneSorter {
  private static final Logger log = LoggerFactory.getLogger(LaneSorter.class);
  private static final int BATCH = 256;

  /** What others have read and not sorted yet takes them about a round trip. */
  private static final long UNSORTED_MILLIS = 3;

  /** Where one has died in between, it takes its lease. */
  private static final long MAX_UNSORTED_MILLIS = 100;

  private static final long RETRY_MILLIS = 200;
  private static final String UNSORTED = "w";
  private static final String PARKED = "p";

  private final String name;
  private final RedisLink link;
  private final List<String> keys;
  private final boolean hasLanes;
  private final Dispatcher dispatcher;
  private final ScheduledExecutorService timer;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private boolean busy;

  /** Before it asks again for what others have read before and not sorted; longer each time. */
  private volatile long pause = UNSORTED_MILLIS;

  LaneSorter(
      String name,
      RedisLink link,
      List<String> keys,
      boolean hasLanes,
      Dispatcher dispatcher,
      ScheduledExecutorService timer) {
    this.name = name;
    this.link = link;
    this.keys = keys;
    this.hasLanes = hasLanes;
    this.dispatcher = dispatcher;
    this.timer = timer;
  }

  /** Takes what this instance holds from now on, in order. */
  void accept(List<Delivery> deliveries) {
    List<Delivery> taken = dispatcher.hold(deliveries);
    if (!hasLanes) {
      dispatcher.enqueue(taken);
      return;
    }
    List<Delivery> own = taken.stream().filter(delivery -> !delivery.isOfInbox()).toList();
    dispatcher.enqueue(own);
    sort(taken.stream().filter(Delivery::isOfInbox).toList());
  }

  /** Sorts what is held already, anew. */
  void sort(List<Delivery> deliveries) {
    synchronized (this) {
      if (!dispatcher.hasStopped()) {
        queue.addAll(deliveries);
      }
      if (busy || queue.isEmpty()) {
        return;
      }
      busy = true;
    }
    next();
  }

  private void next() {
    List<Delivery> batch = new ArrayList<>();
    synchronized (this) {
      while (!queue.isEmpty() && batch.size() < BATCH) {
        batch.add(queue.remove());
      }
      busy = !batch.isEmpty();
    }
    if (!batch.isEmpty()) {
      ask(batch);
    }
  }

  private void ask(List<Delivery> batch) {
    Arguments arguments = new Arguments();
    for (Delivery delivery : batch) {
      arguments.add(delivery.entryId()).add(delivery.lane());
      arguments.add(delivery.sentMessage());
    }
    CompletableFuture<List<Object>> answer;
    try {
      answer = link.startCallForList("mas_sort", keys, arguments);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete(
        (results, error) -> {
          if (error == null) {
            try {
              sorted(batch, results);
            } catch (RuntimeException e) {
              log.error("{}: what was read could not be sorted; trying again", name, e);
              later(batch, RETRY_MILLIS);
            } finally {
              next();
            }
          } else {
            LinkException failure = LinkException.of("sorting what was read", error);
            log.warn("{}: {}; trying again", name, failure.getMessage());
            timer.schedule(() -> again(batch), RETRY_MILLIS, TimeUnit.MILLISECONDS);
          }
        });
  }

  private void sorted(List<Delivery> batch, List<Object> results) {
    List<Delivery> unsorted = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Delivery delivery = batch.get(i);
      String result = new String((byte[]) results.get(i), StandardCharsets.UTF_8);
      switch (result) {
        case UNSORTED -> unsorted.add(delivery);
        case PARKED -> unsorted.addAll(dispatcher.lost(delivery));
        default -> dispatcher.enqueue(delivery, result);
      }
    }
    pause = unsorted.isEmpty() ? UNSORTED_MILLIS : Math.min(MAX_UNSORTED_MILLIS, pause * 2);
    if (!unsorted.isEmpty()) {
      later(unsorted, pause);
    }
  }

  private void later(List<Delivery> deliveries, long millis) {
    timer.schedule(() -> sort(deliveries), millis, TimeUnit.MILLISECONDS);
  }

  /** Asks again, unless the instance has stopped: then others have what it held. */
  private void again(List<Delivery> batch) {
    if (dispatcher.hasStopped()) {
      next();
    } else {
      ask(batch);
    }
  }
}
