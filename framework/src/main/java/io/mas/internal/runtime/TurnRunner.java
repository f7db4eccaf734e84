package io.mas.internal.runtime;

import io.mas.MasException;
import io.mas.OutboxFullException;
import io.mas.internal.redis.LinkException;
import io.mas.protocol.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the turn of one message: calls its handler, commits what that has done, and does what
 * follows from the outcome.
 */
final class TurnRunner {
  private static final Logger log = LoggerFactory.getLogger(TurnRunner.class);
  private static final long LOCK_MILLIS = 5_000;
  private static final long MAX_LOCK_MILLIS = 120_000;
  private static final long LOCKED_PAUSE_MILLIS = 20;
  private static final long FULL_PAUSE_MILLIS = 200;
  private static final int MAX_CAUSES = 16;

  private final String name;
  private final boolean inOrder;
  private final Dispatcher dispatcher;
  private final Invoker invoker;
  private final Failures failures;
  private final Writer writer;
  private final StateCell cell;
  private final Messages messages;
  private final CurrentTurn current;
  private final ScheduledExecutorService timer;
  private final TurnReports reports;
  private Consumer<List<Delivery>> sorter = deliveries -> {};
  private LongConsumer timers = millis -> {};

  /**
   * Of one instance.
   *
   * @param inOrder whether no turn may be done where one before it was not
   */
  TurnRunner(
      String name,
      boolean inOrder,
      Dispatcher dispatcher,
      Invoker invoker,
      Failures failures,
      Writer writer,
      StateCell cell,
      Messages messages,
      CurrentTurn current,
      ScheduledExecutorService timer,
      TurnReports reports) {
    this.reports = reports;
    this.name = name;
    this.inOrder = inOrder;
    this.dispatcher = dispatcher;
    this.invoker = invoker;
    this.failures = failures;
    this.writer = writer;
    this.cell = cell;
    this.messages = messages;
    this.current = current;
    this.timer = timer;
  }

  /** Who says anew what an entry waits for. */
  void sortedBy(Consumer<List<Delivery>> newSorter) {
    sorter = newSorter;
  }

  /** Who moves delayed messages, and is told of new ones. */
  void timedBy(LongConsumer newTimers) {
    timers = newTimers;
  }

  /** Handles a message; whatever comes of it is seen to. */
  void handle(Delivery delivery) {
    try {
      long early = delivery.tries().early(messages.now());
      if (early > 0) {
        // another instance has failed with it, and has not lived to try again
        dispatcher.postpone(delivery, early);
      } else if (isExpired(delivery)) {
        submit(delivery, failures.expired(delivery), true);
      } else if (failures.isExhausted(delivery)) {
        reports.failed(delivery, true);
        submit(delivery, failures.exhausted(delivery), true);
      } else {
        Delivery begun = begin(delivery);
        if (begun != null) {
          run(begun);
        }
      }
    } catch (MasException e) {
      log.warn("{}: a turn could not begin: {}", name, e.getMessage());
      dispatcher.postpone(delivery, Backoff.spread(FULL_PAUSE_MILLIS));
    } catch (Throwable e) {
      log.error("{}: message {} could not be settled", name, delivery.envelope().id(), e);
      retry(delivery);
    }
  }

  private boolean isExpired(Delivery delivery) {
    long deadline = delivery.envelope().deadline();
    Kind kind = delivery.envelope().kind();
    return deadline > 0 && kind.isMessage() && deadline < messages.now();
  }

  /**
   * Before a turn that must run alone: notes that it begins, if its process may die of it, and
   * locks the state, if it has lost against others too often. Null if it cannot run now.
   */
  private @Nullable Delivery begin(Delivery delivery) {
    Delivery begun = delivery;
    if (delivery.tries().takenOver() && delivery.isOfInbox()) {
      Outcome noted =
          current.accepted(writer.make(new AttemptNote(delivery.entryId(), delivery.attempt(), 0)));
      if (noted == Outcome.GONE) {
        sorter.accept(dispatcher.lost(delivery));
        return null;
      }
      begun = delivery.with(delivery.tries().withNote());
    }
    if (delivery.tries().metLock()) {
      if (cell.isLocked(messages.now())) {
        dispatcher.postpone(begun, Backoff.spread(LOCKED_PAUSE_MILLIS));
        return null;
      }
      begun = begun.with(begun.tries().unlocked());
    }
    if (delivery.tries().needsLock()) {
      if (current.accepted(writer.make(new StateLock(delivery.entryId(), lockMillis(delivery))))
          != Outcome.DONE) {
        dispatcher.postpone(begun, Backoff.spread(LOCKED_PAUSE_MILLIS));
        return null;
      }
      cell.forget();
    }
    return begun;
  }

  /** Twice as long each time that it was too short for the handler. */
  private static long lockMillis(Delivery delivery) {
    return Math.min(MAX_LOCK_MILLIS, LOCK_MILLIS << Math.min(10, delivery.tries().lostLocks()));
  }

  private int epoch() {
    return inOrder ? writer.epoch() : Writer.ANY_EPOCH;
  }

  private void run(Delivery delivery) {
    int epoch = epoch();
    Turn turn = new Turn(delivery.envelope().id(), cell, deadline(delivery), delivery.answers());
    TurnCommit commit;
    try {
      reports.begins(delivery);
      current.run(
          turn,
          () -> {
            invoker.invoke(delivery, replier(delivery, turn));
            return null;
          });
      Settlement settlement = delivery.settlement();
      commit = turn.close(delivery.tries().needsLock() ? settlement.underLock() : settlement);
    } catch (TurnRestart e) {
      reports.ends(delivery);
      turn.discard();
      dispatcher.again(delivery.with(delivery.tries().lost()));
      return;
    } catch (Throwable e) {
      turn.discard();
      failed(delivery, e, reports.ends(delivery));
      return;
    }
    boolean late = reports.ends(delivery);
    if (commit == null) {
      dispatcher.again(delivery.with(delivery.tries().lost()));
    } else {
      submit(late ? delivery.ofTrial("") : delivery, commit, false, epoch);
    }
  }

  /** Nobody is to work for a caller who has gone; a message that is merely late is no caller. */
  private static long deadline(Delivery delivery) {
    return delivery.envelope().kind() == Kind.REQUEST ? delivery.envelope().deadline() : 0;
  }

  /**
   * A turn has come to nothing.
   *
   * @param told whether the gateway has learned of it already
   */
  private void failed(Delivery delivery, Throwable error, boolean told) {
    if (delivery.tries().needsLock()) {
      writer.make(new StateLock(delivery.entryId(), 0));
    }
    LinkException outage = outage(error);
    if (outage != null) {
      log.warn("{}: a turn is put off: {}", name, outage.getMessage());
      dispatcher.postpone(delivery, Backoff.spread(FULL_PAUSE_MILLIS));
      return;
    }
    TurnCommit refusal = failures.of(delivery, error);
    if (error instanceof InvalidPayload) {
      reports.settled(delivery); // its sender's failure
    } else if (!told) {
      reports.failed(delivery, refusal != null);
    }
    if (refusal == null) {
      retry(delivery);
    } else {
      submit(delivery, refusal, true);
    }
  }

  /**
   * Why Redis did not answer to what a handler asked of its agent, if it has failed of that. It
   * counts as no attempt: else an outage of seconds made dead letters of what is being handled.
   */
  private static @Nullable LinkException outage(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof LinkException link && link.isUnreachable()) {
        return link;
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** Tries again after a while; Redis has a note of it, so that it counts whoever tries then. */
  private void retry(Delivery delivery) {
    delivery.answers().forget();
    Tries tries = delivery.tries().failed(messages.now());
    long pause = Backoff.after(tries.begun());
    if (!delivery.isOfInbox()) {
      dispatcher.postpone(delivery.with(tries), pause);
      return;
    }
    Delivery next = delivery.with(tries.withNote());
    writer
        .make(new AttemptNote(delivery.entryId(), tries.begun(), pause))
        .thenAccept(
            outcome -> {
              if (outcome == Outcome.GONE) {
                sorter.accept(dispatcher.lost(next));
              }
            });
    dispatcher.postpone(next, pause);
  }

  private ReceivedMessage.@Nullable Replier replier(Delivery delivery, Turn turn) {
    if (delivery.envelope().kind() != Kind.REQUEST) {
      return null;
    }
    return (type, data) -> {
      Outgoing reply = messages.reply(delivery, type, data);
      if (!turn.send(reply)) {
        current.accepted(writer.send(List.of(reply)));
      }
    };
  }

  /** Commits what a message has come to: a turn, or that it was refused. */
  private void submit(Delivery delivery, TurnCommit commit, boolean refused) {
    submit(delivery, commit, refused, epoch());
  }

  private void submit(Delivery delivery, TurnCommit commit, boolean refused, int epoch) {
    dispatcher.committing();
    CompletableFuture<Outcome> outcome = writer.make(inOrder ? commit.inOrder() : commit, epoch);
    if (!commit.settles().parks()) {
      dispatcher.ended(delivery); // its turn is before those of its lane now
    }
    outcome.whenComplete(
        (result, error) -> {
          try {
            committed(delivery, commit, refused, result, error);
          } catch (RuntimeException e) {
            log.error("{}: message {} could not be settled", name, delivery.envelope().id(), e);
            dispatcher.postpone(delivery, FULL_PAUSE_MILLIS);
          } finally {
            dispatcher.committed();
          }
        });
  }

  private void committed(
      Delivery delivery,
      TurnCommit commit,
      boolean refused,
      @Nullable Outcome outcome,
      @Nullable Throwable error) {
    if (outcome == Outcome.DONE) {
      if (!refused) {
        reports.settled(delivery);
      }
      cell.committed(commit.nextRevision());
      commit.delays().forEach(delayed -> timers.accept(delayed.delayMillis()));
      if (commit.settles().parks()) {
        sorter.accept(dispatcher.lost(delivery)); // what waits for it is parked
      } else {
        dispatcher.left(delivery);
      }
      return;
    }
    boolean wasFirst = cell.forget();
    if (error != null || outcome == null) {
      notCommitted(delivery, commit, refused, error == null ? new IllegalStateException() : error);
      return;
    }
    switch (outcome) {
      case GONE, PARKED -> {
        log.info("{}: entry {} is not this instance's any more", name, delivery.entryId());
        sorter.accept(dispatcher.lost(delivery));
      }
      case CONFLICT -> {
        // only the first of those that built upon each other has lost against another instance
        if (wasFirst) {
          cell.contended();
        }
        dispatcher.again(wasFirst ? delivery.with(delivery.tries().lostToOthers()) : delivery);
      }
      case LOCKED ->
          dispatcher.postpone(
              delivery.with(delivery.tries().locked()), Backoff.spread(LOCKED_PAUSE_MILLIS));
      case FULL -> {
        if (refused) {
          submitLater(delivery, commit);
        } else {
          dispatcher.postpone(delivery, Backoff.spread(FULL_PAUSE_MILLIS));
        }
      }
      case BEHIND -> {
        dispatcher.notCommitted(delivery);
        sorter.accept(List.of(delivery));
      }
      default ->
          notCommitted(
              delivery,
              commit,
              refused,
              new OutboxFullException("too many messages are delayed already"));
    }
  }

  /** A turn that Redis refuses has failed like its handler; a refusal is tried until it stands. */
  private void notCommitted(
      Delivery delivery, TurnCommit commit, boolean refused, Throwable error) {
    if (refused) {
      submitLater(delivery, commit);
    } else {
      dispatcher.notCommitted(delivery);
      failed(delivery, error, false);
    }
  }

  private void submitLater(Delivery delivery, TurnCommit refusal) {
    if (dispatcher.hasStopped()) {
      dispatcher.again(delivery); // lets go of it
      return;
    }
    timer.schedule(() -> submit(delivery, refusal, true), FULL_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
