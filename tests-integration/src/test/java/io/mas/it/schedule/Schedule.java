package io.mas.it.schedule;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One run: what happens in the order that a list of choices gives; then no more faults, to the end.
 */
@SuppressWarnings("EnumOrdinal") // a choice of one of all
final class Schedule {
  private static final int MOST_MESSAGES = 14;
  private static final int MOST_WORKERS = 7;
  private static final int MOST_FAULTS = 10;
  private static final long MUCH_LATER = 900_000_000;

  private final World world;
  private final Courier courier;
  private final Crew crew;
  private final Operator operator;
  private final Passing time;
  private final List<String> reminders = new ArrayList<>();
  private int messages;
  private int faults;

  /** What a run came to. */
  record Outcome(Set<Violation> violations, String story) {}

  private Schedule(Server server) {
    world = new World(server);
    courier = new Courier(world);
    crew = new Crew(world);
    operator = new Operator(world, courier);
    time = new Passing(world);
  }

  static Outcome run(Server server, List<Integer> choices) {
    Schedule schedule = new Schedule(server);
    Ledger ledger = schedule.world.ledger;
    try {
      choices.forEach(schedule::step);
      schedule.rest().come();
    } catch (RedisCommandExecutionException | IllegalStateException e) {
      ledger.failed(e.toString());
    }
    String story = String.join("\n  ", schedule.world.trace) + ledger.remarks();
    return new Outcome(ledger.violations, story);
  }

  private Rest rest() {
    return new Rest(world, crew, courier, operator, time);
  }

  // ---- steps

  private void step(int choice) {
    Chooser chooser = new Chooser(choice);
    if (crew.alive().isEmpty()) {
      crew.join(World.AGENTS.get(0));
    }
    List<Worker> alive = crew.alive();
    Worker worker = alive.get(chooser.below(alive.size()));
    int what = chooser.below(100);
    if (what < 14) {
      input(worker, chooser);
    } else if (what < 86) {
      goOn(worker, chooser);
    } else if (faults < MOST_FAULTS) {
      faults++;
      fault(worker, chooser);
    }
  }

  private Fate fate(Chooser chooser) {
    int chance = chooser.below(12);
    if (chance > 2 || faults >= MOST_FAULTS) {
      return Fate.ANSWERED;
    }
    faults++;
    return Fate.values()[1 + chance];
  }

  private void input(Worker worker, Chooser chooser) {
    if (messages >= MOST_MESSAGES) {
      return;
    }
    messages++;
    String target = World.other(worker.agent);
    String lane = List.of("", "x", "x", "y").get(chooser.below(4));
    String id = "m" + messages + (chooser.below(4) == 0 ? Parcel.POISON : "");
    Parcel.Deed deed = Parcel.Deed.values()[chooser.below(6)];
    String about = "";
    if (deed == Parcel.Deed.RECALL) {
      List<String> known =
          reminders.stream().filter(reminder -> reminder.startsWith(target)).toList();
      about = known.isEmpty() ? "never" : after(known.get(chooser.below(known.size())));
    }
    Parcel parcel = new Parcel(id, worker.agent, target, lane, deed, about);
    if (deed == Parcel.Deed.REMIND) {
      reminders.add(target + " " + parcel.child("").id());
    }
    int how = chooser.below(6);
    if (how == 0) {
      worker.sendLater(parcel, 0);
    } else if (how == 1) {
      worker.sendLater(parcel, MUCH_LATER);
      reminders.add(worker.agent + " " + id);
    } else {
      worker.send(parcel);
    }
  }

  private static String after(String reminder) {
    return reminder.substring(reminder.indexOf(' ') + 1);
  }

  private void goOn(Worker worker, Chooser chooser) {
    switch (chooser.below(9)) {
      case 0 -> {
        if (courier.hasWork(World.other(worker.agent))) {
          courier.deliver(World.other(worker.agent), 1 + chooser.below(4), fate(chooser));
        }
      }
      case 1 -> worker.read(1 + chooser.below(3), fate(chooser));
      case 2, 3 -> {
        if (worker.hasUnsorted()) {
          worker.sort(fate(chooser));
        }
      }
      case 4, 5 -> {
        if (worker.hasWork()) {
          worker.work(chooser.below(4), true, chooser.below(6) == 0);
        }
      }
      case 6, 7 -> {
        if (worker.mayCall()) {
          worker.call(fate(chooser), chooser.below(8) == 0);
        }
      }
      default -> worker.look();
    }
  }

  private void fault(Worker worker, Chooser chooser) {
    switch (chooser.below(10)) {
      case 0 -> {
        world.says(worker.name + " dies");
        worker.crash();
      }
      case 1 -> {
        if (worker.mayLeave()) {
          worker.leave(fate(chooser));
        }
      }
      case 2, 3 -> time.unrenewed(worker);
      case 4 -> {
        Worker any = crew.all().get(chooser.below(crew.all().size()));
        world.says("the registration of " + any.name + " lapses");
        any.lapse();
      }
      case 5 -> {
        if (crew.all().size() < MOST_WORKERS) {
          crew.join(worker.agent);
        }
      }
      case 6 -> {
        if (!world.late.isEmpty()) {
          world.arrive(chooser.below(world.late.size()));
        }
      }
      case 7 -> worker.takeOver(fate(chooser));
      case 8 -> operator.release(chooser.below(2) == 0);
      default -> {
        if (chooser.below(2) == 0 || reminders.isEmpty()) {
          time.due();
        } else {
          recall(worker, chooser);
        }
      }
    }
  }

  private void recall(Worker worker, Chooser chooser) {
    List<String> own =
        reminders.stream().filter(reminder -> reminder.startsWith(worker.agent)).toList();
    if (!own.isEmpty()) {
      worker.recall(after(own.get(chooser.below(own.size()))));
    }
  }
}
