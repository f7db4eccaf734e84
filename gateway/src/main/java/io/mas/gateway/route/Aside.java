package io.mas.gateway.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Senders that are left alone for a while. Used by one thread. */
final class Aside {
  private final Map<String, Turn> turns = new HashMap<>();
  private final PriorityQueue<Turn> next =
      new PriorityQueue<>(Comparator.comparingLong(Turn::until));

  private record Turn(String sender, long until) {}

  /** Leaves a sender alone until a time, in place of what was said of it before. */
  void put(String sender, long until) {
    Turn turn = new Turn(sender, until);
    Turn before = turns.put(sender, turn);
    if (before != null) {
      next.remove(before);
    }
    next.add(turn);
  }

  boolean contains(String sender) {
    return turns.containsKey(sender);
  }

  /** Those whose time has come, who are not aside any more. */
  List<String> due(long now) {
    List<String> due = new ArrayList<>();
    while (!next.isEmpty() && next.peek().until() <= now) {
      Turn turn = next.remove();
      turns.remove(turn.sender());
      due.add(turn.sender());
    }
    return due;
  }

  /** When the next is due; the end of times if none is aside. */
  long nextAt() {
    return next.isEmpty() ? Long.MAX_VALUE : next.peek().until();
  }
}
