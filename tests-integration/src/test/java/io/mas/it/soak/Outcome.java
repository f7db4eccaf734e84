package io.mas.it.soak;

import java.util.ArrayList;
import java.util.List;

/** What was lost, repeated and reordered, by what the agents have counted. */
final class Outcome {
  long lost;
  long repeated;
  long reordered;
  private final List<String> faults = new ArrayList<>();

  /** Adds what one agent has counted of all chains. */
  void add(Book book, Load load) {
    for (int key = 0; key < Chain.KEYS; key++) {
      lost += load.last(key) - book.get(Book.last(key));
    }
    lost += book.skipped();
    repeated += book.get(Book.REPEATED);
    reordered += book.get(Book.REORDERED);
    require("effects", book.get(Book.COUNT), load.chains());
    require("sum of the effects", book.get(Book.SUM), load.sum());
  }

  /** Adds what came of the messages that left later. */
  void addLate(Book book, Load load) {
    long more = book.get(Chain.LATE_COUNT) - load.lateCount();
    lost += Math.max(0, -more);
    repeated += Math.max(0, more);
    require("late effects", book.get(Chain.LATE_COUNT), load.lateCount());
    require("sum of the late effects", book.get(Chain.LATE_SUM), load.lateSum());
  }

  /** What is wrong with it, once all is added. */
  List<String> faults() {
    require("lost", lost, 0);
    require("repeated", repeated, 0);
    require("reordered", reordered, 0);
    return faults;
  }

  private void require(String what, long is, long expected) {
    if (is != expected) {
      faults.add(what + ": " + is + " instead of " + expected);
    }
  }
}
