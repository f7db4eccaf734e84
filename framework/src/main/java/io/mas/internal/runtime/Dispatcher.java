package io.mas.internal.runtime;

import io.mas.Decision;
import io.mas.TerminalException;
import io.mas.protocol.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles what an instance has read, in the order it was read, as many at a time as its concurrency
 * allows.
 *
 * <p>The next message is handled while the turn before it is still being committed. If that turn
 * then fails, those that built on its state fail too, and all run again in their order.
 */
final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
  private static final byte[] NOTHING = new byte[0];
  private static final int MAX_UNCOMMITTED = 256;
  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long MAX_BACKOFF_MILLIS = 30_000;

  /** Both streams of an instance may have an entry of the same id. */
  private record Held(TurnCommit.Source source, String entryId) {
    static Held of(Delivery delivery) {
      return new Held(delivery.source(), delivery.entryId());
    }
  }

  private final String name;
  private final int concurrency;
  private final int maxAttempts;
  private final Invoker invoker;
  private final Writer writer;
  private final StateCell cell;
  private final Messages messages;
  private final CurrentTurn current;
  private final Executor executor;
  private final ScheduledExecutorService timer;

  private final PriorityQueue<Delivery> queue = new PriorityQueue<>();
  private final Set<Held> held = new LinkedHashSet<>();
  private int workers;
  private int uncommitted;
  private boolean running;

  /** Pauses that are not over, of an agent that handles one at a time. */
  private int pauses;

  private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

  Dispatcher(
      String name,
      int concurrency,
      int maxAttempts,
      Invoker invoker,
      Writer writer,
      StateCell cell,
      Messages messages,
      CurrentTurn current,
      Executor executor,
      ScheduledExecutorService timer) {
    this.name = name;
    this.concurrency = concurrency;
    this.maxAttempts = maxAttempts;
    this.invoker = invoker;
    this.writer = writer;
    this.cell = cell;
    this.messages = messages;
    this.current = current;
    this.executor = executor;
    this.timer = timer;
  }

  /** Begins to handle what was and will be accepted. */
  synchronized void start() {
    running = true;
    wake();
  }

  /** Takes no more from the queue; what is being handled is finished and committed. */
  CompletableFuture<Void> stop() {
    synchronized (this) {
      running = false;
      queue.clear();
      return settled;
    }
  }

  /** Begins no turn until {@link #goOn}; what is accepted meanwhile waits in its place. */
  synchronized void hold() {
    pauses++;
  }

  /** Undoes one {@link #hold}. */
  synchronized void goOn() {
    pauses--;
    wake();
  }

  synchronized void accept(List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      // one that this instance holds already and has taken over from itself, being late, is no
      // other
      if (held.add(Held.of(delivery))) {
        queue.add(delivery);
      }
    }
    wake();
  }

  /** How many wait or are under way. */
  synchronized int load() {
    return held.size();
  }

  /** The entries of the inbox that wait or are under way. */
  synchronized List<String> held() {
    return held.stream()
        .filter(entry -> entry.source() == TurnCommit.Source.INBOX)
        .map(Held::entryId)
        .toList();
  }

  private void wake() {
    int wanted = Math.min(concurrency, workers + queue.size());
    while (running && pauses == 0 && workers < wanted && uncommitted < MAX_UNCOMMITTED) {
      workers++;
      busy();
      executor.execute(this::work);
    }
  }

  private void work() {
    boolean atEnd = false;
    try {
      Delivery next = next();
      while (next != null) {
        handleOrPostpone(next);
        next = next();
      }
      atEnd = true;
    } finally {
      if (!atEnd) {
        // even what cannot be caught sensibly must not cost a worker: another goes on
        synchronized (this) {
          workers--;
          idle();
          wake();
        }
      }
    }
  }

  /** What is to be handled next; with null the worker is at its end, in the same moment. */
  private synchronized @Nullable Delivery next() {
    Delivery next = running && pauses == 0 && uncommitted < MAX_UNCOMMITTED ? queue.poll() : null;
    if (next == null) {
      workers--;
      idle();
    }
    return next;
  }

  private void handleOrPostpone(Delivery delivery) {
    try {
      handle(delivery);
    } catch (Throwable e) {
      log.error("{}: message {} could not be settled", name, delivery.envelope().id(), e);
      postpone(delivery.nextAttempt());
    }
  }

  private synchronized void busy() {
    if (settled.isDone()) {
      settled = new CompletableFuture<>();
    }
  }

  private synchronized void idle() {
    if (workers == 0 && uncommitted == 0) {
      settled.complete(null);
    }
  }

  private void handle(Delivery delivery) {
    Turn turn = new Turn(delivery.envelope().id(), cell);
    TurnCommit commit;
    boolean refused = false;
    try {
      current.run(
          turn,
          () -> {
            invoker.invoke(delivery, replier(delivery, turn));
            return null;
          });
      commit = turn.close(delivery.source(), delivery.entryId());
    } catch (TurnRestart e) {
      turn.discard();
      again(delivery);
      return;
    } catch (Throwable e) {
      turn.discard();
      commit = failureOrLastResort(delivery, e);
      if (commit == null) {
        return;
      }
      refused = true;
    }
    if (commit == null) {
      again(delivery);
    } else {
      submit(delivery, commit, refused);
    }
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
    synchronized (this) {
      uncommitted++;
    }
    writer
        .commit(commit)
        .whenComplete((outcome, error) -> committed(delivery, refused, outcome, error));
  }

  private void committed(
      Delivery delivery, boolean refused, @Nullable Outcome outcome, @Nullable Throwable error) {
    try {
      if (error != null) {
        cell.forget();
        notCommitted(delivery, refused, error);
      } else if (outcome == Outcome.CONFLICT) {
        cell.forget();
        again(delivery);
      } else {
        if (outcome == Outcome.GONE) {
          cell.forget();
          log.info("{}: entry {} was taken over by another instance", name, delivery.entryId());
        }
        release(delivery);
      }
    } finally {
      synchronized (this) {
        uncommitted--;
        idle();
        wake();
      }
    }
  }

  /** A turn that Redis refuses has failed like its handler; a refusal is tried until it stands. */
  private void notCommitted(Delivery delivery, boolean refused, Throwable error) {
    if (refused) {
      postpone(delivery.nextAttempt());
      return;
    }
    TurnCommit refusal = failureOrLastResort(delivery, error);
    if (refusal != null) {
      submit(delivery, refusal, true);
    }
  }

  private synchronized void release(Delivery delivery) {
    held.remove(Held.of(delivery));
  }

  private synchronized void again(Delivery delivery) {
    if (running) {
      queue.add(delivery);
      wake();
    }
  }

  /** What cannot be refused in full is refused in short: it must be settled somehow. */
  private @Nullable TurnCommit failureOrLastResort(Delivery delivery, Throwable error) {
    try {
      return failure(delivery, error);
    } catch (RuntimeException | Error e) {
      log.error(
          "{}: message {} of type {} becomes a dead letter without its bytes: {}",
          name,
          delivery.envelope().id(),
          delivery.envelope().type(),
          e.getClass().getName());
      Decision decision =
          error instanceof InvalidPayload ? Decision.VALIDATION_FAILED : Decision.HANDLER_FAILED;
      return refusal(
          delivery,
          decision,
          error.getClass().getName() + "; its bytes could not be kept",
          List.of(),
          false);
    }
  }

  /**
   * What to commit for a message whose handling has failed: a dead letter and, for a request, the
   * news of it. Null where it is to be tried again.
   */
  private @Nullable TurnCommit failure(Delivery delivery, Throwable error) {
    if (error instanceof InvalidPayload invalid) {
      return refusal(
          delivery,
          Decision.VALIDATION_FAILED,
          String.valueOf(invalid.getMessage()),
          invalid.violations(),
          true);
    }
    int limit = invoker.maxAttempts(delivery.envelope().type(), maxAttempts);
    boolean terminal = error instanceof TerminalException;
    // the text of an exception may hold what the payload held: it is shown only to who asks for it
    log.warn(
        "{}: handling message {} of type {} failed at attempt {} of {}{}: {}{}",
        name,
        delivery.envelope().id(),
        delivery.envelope().type(),
        delivery.attempt(),
        limit,
        terminal ? ", for good" : "",
        error.getClass().getName(),
        error.getStackTrace().length == 0 ? "" : " at " + error.getStackTrace()[0]);
    log.debug("{}: the failure in full", name, error);
    if (!terminal && delivery.attempt() < limit) {
      postpone(delivery.nextAttempt());
      return null;
    }
    // the class alone: the text of an exception may hold what the payload held
    return refusal(delivery, Decision.HANDLER_FAILED, error.getClass().getName(), List.of(), true);
  }

  private TurnCommit refusal(
      Delivery delivery, Decision decision, String cause, List<String> violations, boolean whole) {
    List<Outgoing> sends = new ArrayList<>();
    boolean asked = delivery.envelope().kind() == Kind.REQUEST;
    if (asked) {
      sends.add(messages.fault(delivery, decision, cause, violations));
    }
    if (!asked || decision != Decision.VALIDATION_FAILED) {
      sends.add(
          messages.dead(
              decision,
              cause,
              delivery.attempt(),
              delivery.envelope().type(),
              whole ? delivery.header() : NOTHING,
              whole ? delivery.payload() : NOTHING));
    }
    return new TurnCommit(
        delivery.source(), delivery.entryId(), null, "", java.util.Map.of(), List.of(), sends);
  }

  /**
   * Tries a message again after a while. An agent that handles one at a time waits with it, so that
   * order holds.
   */
  private void postpone(Delivery delivery) {
    int doublings = Math.min(delivery.attempt() - 2, 20);
    long backoff = Math.min(MAX_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.max(0, doublings));
    long pause = ThreadLocalRandom.current().nextLong(backoff / 2, backoff + backoff / 2);
    boolean inOrder = concurrency == 1;
    if (inOrder) {
      // back into its place at once, so that those of one failed commit stay in their order
      synchronized (this) {
        pauses++;
        if (running) {
          queue.add(delivery);
        }
      }
    }
    timer.schedule(() -> resume(delivery, inOrder), pause, TimeUnit.MILLISECONDS);
  }

  private synchronized void resume(Delivery delivery, boolean inOrder) {
    if (inOrder) {
      pauses--;
      wake();
    } else {
      again(delivery);
    }
  }

  /** Ends when every turn before the running one has its outcome. */
  CompletableFuture<Outcome> earlierTurns() {
    synchronized (this) {
      if (uncommitted == 0) {
        return CompletableFuture.completedFuture(Outcome.DONE);
      }
    }
    return writer.send(List.of());
  }
}
