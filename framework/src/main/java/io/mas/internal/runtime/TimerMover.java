package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends delayed messages when they are due, whichever instance has delayed them. Any instance may
 * try, and one succeeds. It looks when the next one it knows of is due, and from time to time for
 * those of instances that have died.
 */
final class TimerMover {
  private static final Logger log = LoggerFactory.getLogger(TimerMover.class);
  private static final int BATCH = 128;
  private static final long RETRY_MILLIS = 500;
  private static final long COMMIT_SECONDS = 30;

  private final String name;
  private final RedisLink link;
  private final List<String> keys;
  private final long periodMillis;
  private final Messages messages;
  private final Writer writer;
  private final ScheduledExecutorService timer;
  private final Duty look;
  private @Nullable ScheduledFuture<?> next;
  private long nextAt;

  /** Written by one look at a time: said once, not with each. */
  private volatile boolean blind;

  private boolean running;

  TimerMover(
      String name,
      RedisLink link,
      List<String> keys,
      Duration lease,
      Messages messages,
      Writer writer,
      ScheduledExecutorService timer,
      Executor executor) {
    this.name = name;
    this.link = link;
    this.keys = keys;
    this.periodMillis = lease.toMillis() / 3;
    this.messages = messages;
    this.writer = writer;
    this.timer = timer;
    this.look = new Duty(name + ": looking for delayed messages", executor, this::look);
  }

  synchronized void start() {
    running = true;
    lookIn(0);
  }

  synchronized void stop() {
    running = false;
    if (next != null) {
      next.cancel(false);
    }
  }

  private synchronized boolean hasStopped() {
    return !running;
  }

  /** Looks at the latest after so long; this instance has delayed something until then. */
  synchronized void lookIn(long millis) {
    long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    if (!running || (next != null && nextAt <= at)) {
      return;
    }
    if (next != null) {
      next.cancel(false);
    }
    nextAt = at;
    next = timer.schedule(this::begin, millis, TimeUnit.MILLISECONDS);
  }

  private synchronized void begin() {
    next = null; // from here on what becomes due needs another look
    if (running) {
      look.fallDue();
    }
  }

  private void look() {
    long wait = RETRY_MILLIS;
    try {
      long due = move();
      wait = due < 0 ? periodMillis : Math.min(due, periodMillis);
      if (blind) {
        blind = false;
        log.info("{} sees again which delayed messages are due", name);
      }
    } catch (LinkException e) {
      if (hasStopped()) {
        log.debug("{} has left while it looked for what is due", name, e);
        return;
      }
      if (!blind) {
        blind = true;
        log.warn("{} cannot see which delayed messages are due: {}", name, e.getMessage());
      }
    } catch (RuntimeException e) {
      log.error("{}: a delayed message could not be sent; trying again", name, e);
    }
    lookIn(wait);
  }

  /** Sends what is due; answers when there is more, in milliseconds, or -1. */
  private long move() {
    List<Object> answer = link.callForBytes("mas_due", keys, new Arguments().add(BATCH));
    List<CompletableFuture<Outcome>> moves = new ArrayList<>();
    for (int at = 1; at < answer.size(); at += 3) {
      moves.add(
          move(
              new String((byte[]) answer.get(at), StandardCharsets.UTF_8),
              (byte[]) answer.get(at + 1),
              (byte[]) answer.get(at + 2)));
    }
    // those that the outbox has no room for stay due
    CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new))
        .orTimeout(COMMIT_SECONDS, TimeUnit.SECONDS)
        .join();
    boolean full = moves.stream().anyMatch(move -> move.join() == Outcome.FULL);
    return full ? RETRY_MILLIS : (Long) answer.get(0);
  }

  private CompletableFuture<Outcome> move(String id, byte[] header, byte[] payload) {
    try {
      return writer.make(
          new Departure(id, messages.departing(EnvelopeCodec.decode(header), payload)));
    } catch (ProtocolException | IllegalArgumentException e) {
      // only the agent itself can have spoiled it; it must not hold up those behind it
      log.error("{}: delayed message {} becomes a dead letter: {}", name, id, e.getMessage());
      return writer.make(new Departure(id, messages.unreadable(header, payload)));
    }
  }
}
