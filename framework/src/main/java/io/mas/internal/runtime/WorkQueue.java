package io.mas.internal.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be handled, in the order of reading; an entry that is not the first of its ordering
 * lane waits for the one before it.
 *
 * <p>Where that one is this instance's too, it is enough that its handler has ended: the script
 * commits a turn only if its entry is the first of its lane by then. Not thread-safe.
 */
final class WorkQueue {
  private final PriorityQueue<Delivery> ready = new PriorityQueue<>();

  /** By the entry that they wait for. */
  private final Map<String, List<Delivery>> waiting = new HashMap<>();

  /** Entries of the inbox whose handler has ended and whose turn is being committed. */
  private final Set<String> ended = new HashSet<>();

  /** Settled here; what waits for them was told so late that they are gone. */
  private final Recent<String> settled = new Recent<>();

  /** Entries whose turn has come, as another instance says. */
  private final Recent<String> cleared = new Recent<>();

  /**
   * Adds one.
   *
   * @param waitsFor the entry before it in its lane, or empty
   */
  void add(Delivery delivery, String waitsFor) {
    if (waitsFor.isEmpty()
        || ended.contains(waitsFor)
        || settled.contains(waitsFor)
        || cleared.contains(delivery.entryId())) {
      cleared.remove(delivery.entryId());
      ready.add(delivery);
    } else {
      waiting.computeIfAbsent(waitsFor, entry -> new ArrayList<>()).add(delivery);
    }
  }

  /** The next one, or null; one that must run alone, only if nothing else does. */
  @Nullable Delivery poll(boolean idle) {
    Delivery next = ready.peek();
    return next == null || (next.tries().alone() && !idle) ? null : ready.poll();
  }

  /** Whether there is something that may run. */
  boolean isReady(boolean idle) {
    Delivery next = ready.peek();
    return next != null && (idle || !next.tries().alone());
  }

  int readyCount() {
    return ready.size();
  }

  /** The handler of an entry has ended well. */
  void ended(Delivery delivery) {
    if (!delivery.lane().isEmpty()) {
      ended.add(delivery.entryId());
      release(delivery.entryId());
    }
  }

  /** Its turn was not committed: it runs again. */
  void notEnded(Delivery delivery) {
    ended.remove(delivery.entryId());
  }

  /** An entry is settled. */
  void left(Delivery delivery) {
    if (!delivery.lane().isEmpty()) {
      ended.remove(delivery.entryId());
      settled.add(delivery.entryId());
      release(delivery.entryId());
    }
  }

  /** Another instance says that an entry's turn has come. */
  void cleared(String entryId) {
    for (List<Delivery> group : waiting.values()) {
      for (Delivery delivery : group) {
        if (delivery.entryId().equals(entryId)) {
          group.remove(delivery);
          ready.add(delivery);
          return;
        }
      }
    }
    cleared.add(entryId);
  }

  private void release(String entryId) {
    List<Delivery> next = waiting.remove(entryId);
    if (next != null) {
      ready.addAll(next);
    }
  }

  /** Takes out what waits for entries, to ask anew what each waits for. */
  List<Delivery> takeWaiting() {
    List<Delivery> all = new ArrayList<>();
    waiting.values().forEach(all::addAll);
    waiting.clear();
    all.sort(null);
    return all;
  }

  /** Takes out everything. */
  List<Delivery> clear() {
    List<Delivery> all = takeWaiting();
    all.addAll(ready);
    ready.clear();
    return all;
  }
}
