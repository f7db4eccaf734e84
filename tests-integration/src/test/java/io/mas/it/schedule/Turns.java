package io.mas.it.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The turns of an instance: which of its entries may run, and what comes of them. */
final class Turns {
  private static final int MAX_ATTEMPTS = 2;
  private static final int PATIENCE = 2;
  private static final String LOCK_MILLIS = "900000";
  private static final String MUCH_LATER = "900000000";

  private final World world;
  private final Worker worker;
  private final Map<String, Held> held;
  private final Calls calls;
  private final Cell cell;

  Turns(World world, Worker worker, Map<String, Held> held, Calls calls) {
    this.world = world;
    this.worker = worker;
    this.held = held;
    this.calls = calls;
    this.cell = new Cell(world, worker.agent, worker.name);
  }

  /** What is to be put in order: new, or waiting for what others hold. */
  List<Held> unsorted() {
    return held.values().stream()
        .filter(
            one ->
                one.stage == Held.Stage.UNSORTED
                    || (one.stage == Held.Stage.WAITING && !held.containsKey(one.waitsFor)))
        .toList();
  }

  /** What mas_sort says of an entry; whether that is new. */
  boolean sorted(Held one, String result) {
    Held.Stage before = one.stage;
    String waitedFor = one.waitsFor;
    switch (result) {
      case "" -> one.stage = Held.Stage.READY;
      case "w" -> one.stage = Held.Stage.UNSORTED;
      case "p" -> lost(one);
      default -> {
        one.stage = Held.Stage.WAITING;
        one.waitsFor = result;
      }
    }
    return one.stage != before || !one.waitsFor.equals(waitedFor) || result.equals("p");
  }

  /** Another instance says that an entry is the first of its lane now. */
  void hinted(String hint, String entry) {
    calls.add("settle a hint", List.of("T", "5", hint, "", "", "0", "0", "0"), letter -> {});
    Held one = held.get(entry);
    if (one != null && one.stage == Held.Stage.WAITING) {
      one.stage = Held.Stage.READY;
    }
  }

  /** What may run now: of what has no lane, only the first. */
  List<Held> runnable() {
    List<Held> runnable = new ArrayList<>();
    boolean isFirst = true;
    for (Held one : held.values()) {
      if (one.isKeyed()) {
        if (one.stage == Held.Stage.READY || mayFollow(one)) {
          runnable.add(one);
        }
      } else if (one.stage != Held.Stage.PREPARED) {
        if (isFirst && one.stage == Held.Stage.READY) {
          runnable.add(one);
        }
        isFirst = false;
      }
    }
    return runnable;
  }

  private boolean mayFollow(Held one) {
    Held before = held.get(one.waitsFor);
    return one.stage == Held.Stage.WAITING
        && before != null
        && before.stage == Held.Stage.PREPARED
        && before.mayBegin;
  }

  /** Handles an entry, or prepares to. */
  void run(Held one, boolean fails) {
    if (one.takenOver && one.begun >= MAX_ATTEMPTS) {
      bury(one);
    } else if (!one.mayBegin) {
      note(one, one.begun + 1, true);
    } else if (one.conflicts >= PATIENCE && !one.locked) {
      lock(one);
    } else if (fails) {
      fail(one);
    } else {
      handle(one);
    }
  }

  private void note(Held one, int attempts, boolean begins) {
    one.stage = Held.Stage.BLOCKED;
    calls.add(
        "note attempt " + attempts + " at " + one.parcel.id(),
        List.of("A", one.entry, "" + attempts, "0"),
        letter -> {
          if (letter.equals("k")) {
            one.noted = true;
            one.mayBegin = begins || !one.takenOver;
            one.stage = Held.Stage.READY;
          } else {
            lost(one);
          }
        });
  }

  private void lock(Held one) {
    one.stage = Held.Stage.BLOCKED;
    calls.add(
        "lock for " + one.parcel.id(),
        List.of("K", one.entry, LOCK_MILLIS),
        letter -> {
          one.locked = letter.equals("k");
          one.stage = Held.Stage.READY;
          cell.forget();
        });
  }

  private void fail(Held one) {
    if (one.locked) {
      one.locked = false;
      calls.add("unlock", List.of("K", one.entry, "0"), letter -> {});
    }
    one.begun++;
    if (one.begun >= MAX_ATTEMPTS) {
      bury(one);
    } else {
      note(one, one.begun, false);
    }
  }

  private void bury(Held one) {
    boolean parks = World.parks(worker.agent) && one.isKeyed();
    Parcel told = one.parcel.told(Parcel.Deed.DEAD, parks ? "parks" : "");
    one.mayBegin = !parks; // what waits for it may follow only where it does not park
    submit(one, new Turn(one, parks).sends(told));
  }

  private void handle(Held one) {
    Parcel parcel = one.parcel;
    Turn turn = new Turn(one, false);
    String how = "";
    if (parcel.deed().counts()) {
      String property = Ledger.property(parcel);
      int count = cell.count(property) + 1;
      turn.changes(cell.revision(), cell.nextRevision(), property, count);
      cell.advance(turn.next(), property, count);
    }
    Parcel child = parcel.child(World.other(worker.agent));
    if (parcel.deed() == Parcel.Deed.FORWARD) {
      turn.sends(child);
    }
    if (parcel.isDelaying()) {
      turn.delays(child, parcel.deed() == Parcel.Deed.DELAY ? "0" : MUCH_LATER);
    }
    if (parcel.deed() == Parcel.Deed.RECALL) {
      String timers = world.server.keys.timers(worker.agent);
      boolean waits = world.server.redis.zscore(timers, parcel.about()) != null;
      how = waits ? "recalled" : "has left";
      if (waits) {
        turn.recalls(parcel.about());
      }
    }
    submit(one, turn.sends(parcel.told(Parcel.Deed.HANDLED, how)));
  }

  private void submit(Held one, Turn turn) {
    one.stage = Held.Stage.PREPARED;
    Consumer<String> outcome = letter -> committed(one, letter);
    if (one.isKeyed()) {
      calls.add(turn.toString(), turn.arguments(), outcome);
    } else {
      calls.addInOrder(turn.toString(), turn.arguments(), outcome);
    }
  }

  private void committed(Held one, String letter) {
    if (letter.equals("k")) {
      held.remove(one.entry);
      held.values().stream()
          .filter(next -> next.stage == Held.Stage.WAITING && next.waitsFor.equals(one.entry))
          .forEach(next -> next.stage = one.mayBegin ? Held.Stage.READY : Held.Stage.UNSORTED);
      return;
    }
    cell.forget();
    one.mayBegin = !one.takenOver;
    switch (letter) {
      case "g", "p" -> lost(one);
      case "b" -> one.stage = Held.Stage.UNSORTED;
      case "c" -> {
        one.conflicts++;
        one.stage = Held.Stage.READY;
      }
      default -> one.stage = Held.Stage.READY;
    }
  }

  private void lost(Held one) {
    held.remove(one.entry);
    cell.forget();
  }
}
