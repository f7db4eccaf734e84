package io.mas.internal.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives what an instance holds to its handlers, in the order it was read, as many at a time as its
 * concurrency allows.
 *
 * <p>The next message is handled while the turn before it is still being committed. If that turn
 * then fails, those that built on its state fail too, and all run again in their order. What may
 * have killed another process, or loses against others again and again, runs alone.
 */
final class Dispatcher {
  private static final int MAX_UNCOMMITTED = 256;

  /** Entries held, and bytes of their payloads, from which no more are read or taken over. */
  private static final int FULL = 512;

  private static final long FULL_BYTES = 16 * 1024 * 1024;

  private final int concurrency;
  private final Executor executor;
  private final ScheduledExecutorService timer;
  private Consumer<Delivery> handler = delivery -> {};

  private final WorkQueue queue = new WorkQueue();

  /** What is held, with the size of its payload. */
  private final Map<HeldEntry, Integer> held = new LinkedHashMap<>();

  private long heldBytes;
  private final Recent<HeldEntry> settledLately = new Recent<>();
  private int workers;
  private int uncommitted;
  private boolean running;
  private boolean stopped;

  /** What runs alone now, until its turn has an outcome. */
  private @Nullable HeldEntry alone;

  /** Pauses that are not over, of an agent that handles one at a time. */
  private int pauses;

  private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

  Dispatcher(int concurrency, Executor executor, ScheduledExecutorService timer) {
    this.concurrency = concurrency;
    this.executor = executor;
    this.timer = timer;
  }

  /** Who handles a message: it returns when the handler has ended, and never throws. */
  void handledBy(Consumer<Delivery> newHandler) {
    handler = newHandler;
  }

  /** Begins to handle what was and will be accepted. */
  synchronized void start() {
    running = !stopped;
    wake();
  }

  /** Takes no more from the queue; what is being handled is finished and committed. */
  CompletableFuture<Void> stop() {
    synchronized (this) {
      running = false;
      stopped = true;
      queue.clear().forEach(this::letGo); // not renewed any more: others may have it
      return settled;
    }
  }

  /**
   * Begins no turn until {@link #goOn}; what is accepted meanwhile waits in its place.
   *
   * @return ends when the turns under way have been committed
   */
  synchronized CompletableFuture<Void> pause() {
    pauses++;
    return settled;
  }

  /** Undoes one {@link #pause}. */
  synchronized void goOn() {
    pauses--;
    wake();
  }

  /**
   * Counts entries as held. One that this instance holds already, or has settled since it was read
   * again, is no other.
   *
   * @return those that are new
   */
  synchronized List<Delivery> hold(List<Delivery> deliveries) {
    List<Delivery> taken = new ArrayList<>(deliveries.size());
    for (Delivery delivery : deliveries) {
      HeldEntry entry = HeldEntry.of(delivery);
      int size = delivery.payload().length;
      // what was taken over is pending for sure, though Redis may have forgotten that it was
      // settled
      boolean isNew = delivery.tries().takenOver() || !settledLately.contains(entry);
      if (isNew && held.putIfAbsent(entry, size) == null) {
        heldBytes += size;
        taken.add(delivery);
      }
    }
    return taken;
  }

  /** Lets held entries be handled. */
  synchronized void enqueue(List<Delivery> deliveries) {
    deliveries.forEach(delivery -> queue.add(delivery, ""));
    wake();
  }

  /** Lets a held entry be handled after the one before it in its lane, if there is one. */
  synchronized void enqueue(Delivery delivery, String waitsFor) {
    if (held.containsKey(HeldEntry.of(delivery))) {
      queue.add(delivery, waitsFor);
      wake();
    }
  }

  /** Another instance says that an entry is now the first of its lane. */
  synchronized void cleared(String entryId) {
    queue.cleared(entryId);
    wake();
  }

  /** Takes out what waits for its lane, to be sorted anew. */
  synchronized List<Delivery> takeWaiting() {
    return queue.takeWaiting();
  }

  /** Whether so much is held that no more should be. */
  synchronized boolean isFull() {
    return held.size() >= FULL || heldBytes >= FULL_BYTES;
  }

  /** Whether it takes nothing any more. */
  synchronized boolean hasStopped() {
    return stopped;
  }

  /** How many wait or are under way. */
  synchronized int load() {
    return held.size();
  }

  /** The entries of the inbox that wait or are under way. */
  synchronized List<String> held() {
    return held.keySet().stream()
        .filter(entry -> entry.source() == Settlement.Source.INBOX)
        .map(HeldEntry::id)
        .toList();
  }

  private boolean isIdle() {
    return workers == 0 && uncommitted == 0;
  }

  private void wake() {
    int wanted = Math.min(concurrency, workers + queue.readyCount());
    while (mayStart() && workers < wanted && queue.isReady(isIdle())) {
      workers++;
      if (settled.isDone()) {
        settled = new CompletableFuture<>();
      }
      executor.execute(this::work);
    }
  }

  private boolean mayStart() {
    return running && pauses == 0 && alone == null && uncommitted < MAX_UNCOMMITTED;
  }

  private void work() {
    boolean atEnd = false;
    try {
      Delivery next = next();
      while (next != null) {
        handler.accept(next);
        next = next();
      }
      atEnd = true;
    } finally {
      if (!atEnd) {
        // even what cannot be caught sensibly must not cost a worker: another goes on
        synchronized (this) {
          workers--;
          checkIdle();
          wake();
        }
      }
    }
  }

  /** What is to be handled next; with null the worker is at its end, in the same moment. */
  private synchronized @Nullable Delivery next() {
    Delivery next = mayStart() ? poll(workers == 1 && uncommitted == 0) : null;
    if (next == null) {
      workers--;
      checkIdle();
      wake();
    } else if (next.tries().alone()) {
      alone = HeldEntry.of(next);
    }
    return next;
  }

  /** The next one that is still held; what was lost while it waited is another instance's. */
  private @Nullable Delivery poll(boolean idle) {
    Delivery next = queue.poll(idle);
    while (next != null && !held.containsKey(HeldEntry.of(next))) {
      next = queue.poll(idle);
    }
    return next;
  }

  private void checkIdle() {
    if (isIdle()) {
      settled.complete(null);
    }
  }

  /** A turn is about to be committed. */
  synchronized void committing() {
    uncommitted++;
  }

  /** The turn of an entry is with the writer: what waits for it in its lane may run. */
  synchronized void ended(Delivery delivery) {
    if (held.containsKey(HeldEntry.of(delivery))) {
      queue.ended(delivery);
      wake();
    }
  }

  /** A commit has its outcome, and what follows from it has been said. */
  synchronized void committed() {
    uncommitted--;
    checkIdle();
    wake();
  }

  /** Whether a turn waits for its outcome. */
  synchronized boolean hasUncommitted() {
    return uncommitted > 0;
  }

  /** An entry is settled. */
  synchronized void left(Delivery delivery) {
    letGo(delivery);
    settledLately.add(HeldEntry.of(delivery));
    alone = HeldEntry.of(delivery).equals(alone) ? null : alone;
    queue.left(delivery);
    wake();
  }

  /**
   * An entry is not this instance's any more, though it is not settled.
   *
   * @return what waits for its lane, to be sorted anew
   */
  synchronized List<Delivery> lost(Delivery delivery) {
    letGo(delivery);
    notCommitted(delivery);
    return delivery.lane().isEmpty() ? List.of() : queue.takeWaiting();
  }

  private void letGo(Delivery delivery) {
    Integer size = held.remove(HeldEntry.of(delivery));
    heldBytes -= size == null ? 0 : size;
  }

  /** The turn of an entry was not committed; somebody is to say when it is handled again. */
  synchronized void notCommitted(Delivery delivery) {
    alone = HeldEntry.of(delivery).equals(alone) ? null : alone;
    queue.notEnded(delivery);
    wake();
  }

  /** An entry is to be handled again, in its place. */
  synchronized void again(Delivery delivery) {
    notCommitted(delivery);
    if (running && held.containsKey(HeldEntry.of(delivery))) {
      queue.add(delivery, "");
      wake();
    } else if (stopped) {
      letGo(delivery);
    }
  }

  /**
   * An entry is to be handled again after a while. Its lane waits with it; an agent that handles
   * one at a time waits as a whole with one that has no lane, so that order holds.
   */
  void postpone(Delivery delivery, long millis) {
    boolean all = concurrency == 1 && delivery.lane().isEmpty();
    if (all) {
      // back into its place at once, so that those of one failed commit stay in their order
      synchronized (this) {
        pauses++;
        again(delivery);
      }
    } else {
      notCommitted(delivery);
    }
    timer.schedule(() -> resume(delivery, all), millis, TimeUnit.MILLISECONDS);
  }

  private synchronized void resume(Delivery delivery, boolean all) {
    if (all) {
      pauses--;
      wake();
    } else {
      again(delivery);
    }
  }
}
