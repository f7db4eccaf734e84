package io.mas.it.schedule;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was promised, and what has come of it. */
final class Ledger {
  private static final String ZERO = "0-0";

  /** What is known of a message. */
  private static final class Fate {
    Parcel parcel;
    String entry = ZERO;
    int sent;
    int handled;
    int dead;
    boolean mustLeave;
    boolean recalled;
    boolean mayBeRecalled;
    boolean replayed;
  }

  final Set<Violation> violations = EnumSet.noneOf(Violation.class);
  private final Map<String, Fate> fates = new TreeMap<>();
  private final Map<String, String> last = new HashMap<>();
  private final Map<String, String> parked = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Set<String> disorderly = new HashSet<>();
  private final StringBuilder remarks = new StringBuilder();

  private Fate fate(String id) {
    return fates.computeIfAbsent(id, unknown -> new Fate());
  }

  private void violated(Violation violation, String remark) {
    violations.add(violation);
    remarks.append("\n  ").append(violation).append(": ").append(remark);
  }

  String remarks() {
    return remarks.toString();
  }

  /** A sender knows that a message was accepted. */
  void accepted(Parcel parcel) {
    fate(parcel.id()).mustLeave = true;
  }

  /** Somebody tries to take a delayed message back. */
  void recalling(String id) {
    fate(id).mayBeRecalled = true;
  }

  /** Who has taken a delayed message back knows that it has. */
  void recalled(String id) {
    Fate fate = fate(id);
    if (fate.recalled) {
      violated(Violation.TWICE, id + " is recalled twice");
    }
    fate.recalled = true;
  }

  /** An instance holds an entry of the inbox. */
  void read(Parcel parcel, String entry) {
    Fate fate = fate(parcel.id());
    if (fate.entry.equals(ZERO)) {
      fate.entry = entry;
    } else if (!fate.entry.equals(entry) && !fate.replayed) {
      violated(Violation.TWICE, parcel.id() + " is delivered twice");
    }
  }

  /** From now on, messages without a lane may pass each other at this agent. */
  void disorderly(String agent) {
    disorderly.add(agent);
  }

  /** Something lies in an outbox; in its order. */
  void sent(Parcel parcel) {
    switch (parcel.deed()) {
      case HANDLED -> handled(parcel);
      case DEAD -> dead(parcel);
      default -> {
        Fate fate = fate(parcel.id());
        fate.parcel = parcel;
        fate.sent++;
        if (fate.sent > 1) {
          violated(Violation.TWICE, parcel.id() + " is sent twice");
        }
      }
    }
  }

  private void handled(Parcel told) {
    Fate fate = fate(told.id());
    fate.handled++;
    if (fate.handled > 1) {
      violated(Violation.TWICE, told.id() + " is handled twice");
      return;
    }
    Parcel parcel = fate.parcel;
    if (parcel.deed().counts()) {
      counts.merge(countOf(parcel), 1, Integer::sum);
    }
    if (parcel.hasChild()) {
      fate(parcel.child("").id()).mustLeave = true;
    }
    if (parcel.deed() == Parcel.Deed.RECALL && told.about().equals("recalled")) {
      recalled(parcel.about());
    }
    String lane = parcel.target() + "/" + parcel.lane();
    String poison = parked.get(lane);
    if (told.id().equals(poison)) {
      parked.remove(lane);
    } else if (poison != null) {
      violated(Violation.PASSED_PARKED, told.id() + " passes " + poison);
    }
    inOrder(parcel, fate.entry);
  }

  private void inOrder(Parcel parcel, String entry) {
    String row =
        parcel.lane().isEmpty()
            ? parcel.target() + " from " + parcel.sender()
            : parcel.target() + "/" + parcel.lane();
    if (parcel.lane().isEmpty() && disorderly.contains(parcel.target())) {
      return;
    }
    String before = last.getOrDefault(row, ZERO);
    if (compare(before, entry) > 0) {
      violated(Violation.OUT_OF_ORDER, parcel.id() + " is handled late, for " + row);
    } else {
      last.put(row, entry);
    }
  }

  private void dead(Parcel told) {
    Fate fate = fate(told.id());
    fate.dead++;
    if (fate.dead > 1 || fate.handled > 0) {
      violated(Violation.TWICE, told.id() + " is a dead letter, and handled or dead before");
    }
    if (told.about().equals("parks")) {
      parked.put(told.sender() + "/" + told.lane(), told.id());
    }
  }

  /** The lanes that are parked, each with the message behind which it is. */
  Map<String, String> parked() {
    return parked;
  }

  /** An operator lets a lane go on without its message. */
  void unparked(String lane) {
    parked.remove(lane);
  }

  /** An operator sends a dead letter again. */
  Parcel replayed(String id) {
    Fate fate = fate(id);
    fate.dead--;
    fate.replayed = true;
    return fate.parcel;
  }

  boolean isDead(String id) {
    return fate(id).dead > 0;
  }

  /** It does not end. */
  void stuck(String remark) {
    violated(Violation.STUCK, remark);
  }

  /** A function failed. */
  void failed(String remark) {
    violated(Violation.ERROR, remark);
  }

  /** Something is there that should not be. */
  void leftBehind(String remark) {
    violated(Violation.LEFT_BEHIND, remark);
  }

  /** The property of the state in which messages like this one are counted. */
  static String property(Parcel parcel) {
    return "n" + parcel.lane();
  }

  private static String countOf(Parcel parcel) {
    return parcel.target() + "/" + property(parcel);
  }

  /** At the end: everything has become of something. */
  void checkEnd(Map<String, Integer> states) {
    fates.forEach(
        (id, fate) -> {
          if (fate.recalled && fate.sent > 0) {
            violated(Violation.LEFT_THOUGH_RECALLED, id);
          }
          if (fate.mustLeave && fate.sent == 0 && !fate.recalled && !fate.mayBeRecalled) {
            violated(Violation.LOST, id + " has not left");
          }
          if (fate.sent > 0 && fate.handled + fate.dead == 0) {
            violated(Violation.LOST, id + " is not handled");
          }
        });
    if (!counts.equals(states)) {
      violated(Violation.STATE_WRONG, "counted " + states + " of " + counts);
    }
  }

  private static int compare(String one, String other) {
    String[] a = one.split("-", -1);
    String[] b = other.split("-", -1);
    int byTime = Long.compare(Long.parseLong(a[0]), Long.parseLong(b[0]));
    return byTime != 0 ? byTime : Long.compare(Long.parseLong(a[1]), Long.parseLong(b[1]));
  }
}
