package io.mas.internal.runtime;

import io.mas.protocol.Kind;
import io.mas.protocol.TurnReport;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the gateway what becomes of an instance's turns, for the agent's circuit breaker: failures,
 * time-outs, and how the messages of a trial end. At once, but no more than once in a second, and
 * nothing while there is nothing of that; so an agent that works costs nothing. Thread-safe.
 *
 * <p>What is not told when the process dies is lost: it is a count, and no message hangs on it.
 */
final class TurnReports {
  /** What a handler may take however little its caller waits: no caller sets the target's pace. */
  static final long SLOW_MILLIS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(TurnReports.class);
  private static final long PERIOD_MILLIS = 1_000;

  private final String name;
  private final Function<TurnReport, CompletableFuture<Outcome>> sender;
  private final LongSupplier now;
  private final Map<Long, Request> running = new ConcurrentHashMap<>();
  private @Nullable ScheduledFuture<?> ticks;
  private TurnReport untold = TurnReport.NONE;
  private boolean telling;
  private long tellAt;

  /** A request whose handler runs. */
  private record Request(Delivery delivery, long begun, AtomicBoolean late) {}

  /**
   * Of one instance.
   *
   * @param sender sends a report
   * @param now the time of Redis, in milliseconds since 1970
   */
  TurnReports(
      String name, Function<TurnReport, CompletableFuture<Outcome>> sender, LongSupplier now) {
    this.name = name;
    this.sender = sender;
    this.now = now;
  }

  /** Begins to look after handlers that take too long. */
  synchronized void start(ScheduledExecutorService timer) {
    ticks =
        timer.scheduleWithFixedDelay(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  synchronized void stop() {
    if (ticks != null) {
      ticks.cancel(false);
    }
  }

  /** A handler begins. */
  void begins(Delivery delivery) {
    if (delivery.envelope().kind() == Kind.REQUEST && delivery.envelope().deadline() > 0) {
      running.put(delivery.ordinal(), new Request(delivery, now.getAsLong(), new AtomicBoolean()));
    }
  }

  /** A handler has ended, in whatever way. Whether that was too late. */
  boolean ends(Delivery delivery) {
    Request request = running.remove(delivery.ordinal());
    if (request == null) {
      return false;
    }
    noteIfLate(request, now.getAsLong());
    return request.late().get();
  }

  /** A message is settled: it was handled, or found to be none that could be. */
  void settled(Delivery delivery) {
    if (!delivery.trial().isEmpty()) {
      note(TurnReport.NONE.withTrial(delivery.trial(), true));
    }
  }

  /**
   * A handler has failed.
   *
   * @param forGood whether the message becomes a dead letter, of which the gateway learns anyway
   */
  void failed(Delivery delivery, boolean forGood) {
    TurnReport report = TurnReport.NONE;
    if (!forGood && delivery.attempt() == 1) {
      report = report.withFailure();
    }
    if (!delivery.trial().isEmpty()) {
      report = report.withTrial(delivery.trial(), false);
    }
    if (!report.equals(TurnReport.NONE)) {
      note(report);
    }
  }

  /** Looks for handlers that take too long, and tells what is left to tell. */
  void look() {
    try {
      long at = now.getAsLong();
      running.values().forEach(request -> noteIfLate(request, at));
      tell();
    } catch (RuntimeException e) {
      log.error("{}: what became of its turns could not be told", name, e);
    }
  }

  private void noteIfLate(Request request, long at) {
    Delivery delivery = request.delivery();
    boolean late = at > delivery.envelope().deadline() && at - request.begun() >= SLOW_MILLIS;
    if (late && request.late().compareAndSet(false, true)) {
      TurnReport report = TurnReport.NONE.withTimeOut();
      note(delivery.trial().isEmpty() ? report : report.withTrial(delivery.trial(), false));
    }
  }

  private void note(TurnReport report) {
    synchronized (this) {
      untold = untold.plus(report);
    }
    tell();
  }

  private void tell() {
    TurnReport report;
    synchronized (this) {
      long wait = tellAt - now.getAsLong();
      boolean early = wait > 0 && wait <= PERIOD_MILLIS; // more only where the clock was set back
      if (telling || early || untold.equals(TurnReport.NONE)) {
        return;
      }
      report = untold;
      untold = TurnReport.NONE;
      telling = true;
      tellAt = now.getAsLong() + PERIOD_MILLIS;
    }
    sender.apply(report).whenComplete((outcome, error) -> told(report, outcome, error));
  }

  private synchronized void told(
      TurnReport report, @Nullable Outcome outcome, @Nullable Throwable error) {
    telling = false;
    if (outcome == Outcome.FULL) {
      untold = report.plus(untold); // the next look tells it
    } else if (error != null) {
      log.warn("{}: a report of its turns is lost: {}", name, error.getMessage());
    }
  }
}
