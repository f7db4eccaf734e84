package io.mas.it.schedule;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.XClaimArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run: what happens in the order that a list of choices gives; then no more faults, to the end.
 */
@SuppressWarnings("EnumOrdinal") // a choice of one of all
final class Schedule {
  private static final int MOST_MESSAGES = 14;
  private static final int MOST_WORKERS = 7;
  private static final int MOST_FAULTS = 10;
  private static final int LONGEST_REST = 60;
  private static final long LONG_IDLE = 3_600_000;

  private final World world;
  private final Courier courier;
  private final List<Worker> workers = new ArrayList<>();
  private final List<String> reminders = new ArrayList<>();
  private int messages;
  private int faults;

  /** What a run came to. */
  record Outcome(Set<Violation> violations, String story) {}

  private Schedule(Server server) {
    world = new World(server);
    courier = new Courier(world);
    World.AGENTS.forEach(this::join);
  }

  static Outcome run(Server server, List<Integer> choices) {
    Schedule schedule = new Schedule(server);
    Ledger ledger = schedule.world.ledger;
    try {
      choices.forEach(schedule::step);
      schedule.rest();
    } catch (RedisCommandExecutionException | IllegalStateException e) {
      ledger.failed(e.toString());
    }
    String story = String.join("\n  ", schedule.world.trace) + ledger.remarks();
    return new Outcome(ledger.violations, story);
  }

  private void join(String agent) {
    long count = workers.stream().filter(worker -> worker.agent.equals(agent)).count();
    if (count > 0) {
      world.ledger.disorderly(agent);
    }
    workers.add(new Worker(world, agent, agent + (count + 1)));
  }

  private List<Worker> alive() {
    return workers.stream().filter(worker -> worker.alive).toList();
  }

  // ---- steps

  private void step(int choice) {
    Chooser chooser = new Chooser(choice);
    List<Worker> alive = alive();
    if (alive.isEmpty()) {
      join(World.AGENTS.get(0));
      alive = alive();
    }
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
      worker.sendLater(parcel, LONG_IDLE);
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
      case 2, 3 -> age(worker);
      case 4 -> {
        Worker any = workers.get(chooser.below(workers.size()));
        world.says("the registration of " + any.name + " lapses");
        any.lapse();
      }
      case 5 -> {
        if (workers.size() < MOST_WORKERS) {
          world.says("another instance of " + worker.agent + " joins");
          join(worker.agent);
        }
      }
      case 6 -> arrive(chooser);
      case 7 -> worker.takeOver(fate(chooser));
      case 8 -> release(chooser.below(2) == 0);
      default -> {
        if (chooser.below(2) == 0 || reminders.isEmpty()) {
          due();
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

  /** What an instance holds has not been renewed for long. */
  private void age(Worker worker) {
    String inbox = world.server.keys.inbox(worker.agent);
    world.says(worker.name + " renews nothing for long");
    world.ledger.disorderly(worker.agent);
    age(inbox, worker.name);
  }

  private void age(String inbox, String consumer) {
    var redis = world.server.redis;
    var of = io.lettuce.core.Consumer.from(Server.GROUP, consumer);
    String[] held =
        redis.xpending(inbox, of, Range.unbounded(), Limit.from(1_000)).stream()
            .map(io.lettuce.core.models.stream.PendingMessage::getId)
            .toArray(String[]::new);
    if (held.length > 0) {
      redis.xclaim(inbox, of, new XClaimArgs().minIdleTime(0).idle(LONG_IDLE).justid(), held);
    }
  }

  private void arrive(Chooser chooser) {
    if (!world.late.isEmpty()) {
      World.Late late = world.late.remove(chooser.below(world.late.size()));
      world.says("a late call arrives: " + late.name());
      late.arrives().run();
    }
  }

  /** An operator sees to a lane that is parked. */
  private boolean release(boolean replays) {
    courier.note();
    Map<String, String> parked = world.ledger.parked();
    if (parked.isEmpty()) {
      return false;
    }
    var lane = Map.copyOf(parked).entrySet().iterator().next();
    if (!replays) {
      courier.unpark(lane.getKey(), lane.getValue());
    } else if (world.ledger.isDead(lane.getValue())) {
      courier.replay(lane.getKey(), lane.getValue());
    }
    return true;
  }

  private void due() {
    for (String agent : World.AGENTS) {
      String timers = world.server.keys.timers(agent);
      for (String id : world.server.redis.zrange(timers, 0, -1)) {
        world.says(id + " is due");
        world.server.redis.zadd(timers, 1, id);
      }
    }
  }

  // ---- the end

  private void rest() {
    world.says("-- no more faults");
    while (!world.late.isEmpty()) {
      arrive(new Chooser(0));
    }
    workers.stream().filter(worker -> !worker.alive).forEach(Worker::lapse);
    for (String agent : World.AGENTS) {
      if (alive().stream().noneMatch(worker -> worker.agent.equals(agent))) {
        join(agent);
      }
    }
    int rounds = 0;
    while (round() && rounds < LONGEST_REST) {
      rounds++;
    }
    courier.note();
    if (rounds >= LONGEST_REST) {
      world.ledger.stuck(alive().toString());
    }
    Remains.check(world, workers);
  }

  /** Everybody goes on for a while; whether there was anything to do. */
  private boolean round() {
    boolean busy = false;
    due();
    for (Worker worker : alive()) {
      var timers = world.server.keys.timers(worker.agent);
      if (world.server.redis.zcard(timers) > 0) {
        worker.look();
        busy = true;
      }
      worker.read(10, Fate.ANSWERED);
      if (worker.hasUnsorted()) {
        busy |= worker.sort(Fate.ANSWERED);
      }
      for (int i = 0; i < 10 && worker.hasWork(); i++) {
        worker.work(0, false, false);
        busy = true;
      }
      if (worker.mayCall()) {
        worker.call(Fate.ANSWERED, false);
        busy = true;
      }
    }
    for (String agent : World.AGENTS) {
      if (courier.hasWork(agent)) {
        courier.deliver(agent, 10, Fate.ANSWERED);
        busy = true;
      }
    }
    return busy || release(true) || takeOver();
  }

  /** When nothing else is to be done: what nobody knows to hold is taken over. */
  private boolean takeOver() {
    boolean any = false;
    for (String agent : World.AGENTS) {
      String inbox = world.server.keys.inbox(agent);
      if (world.server.redis.xlen(inbox) > 0) {
        any = true;
        workers.stream()
            .filter(worker -> worker.agent.equals(agent))
            .forEach(worker -> age(inbox, worker.name));
        alive().stream()
            .filter(worker -> worker.agent.equals(agent))
            .forEach(worker -> worker.takeOver(Fate.ANSWERED));
      }
    }
    return any;
  }
}
