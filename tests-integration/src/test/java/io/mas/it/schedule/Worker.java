package io.mas.it.schedule;

import io.lettuce.core.Consumer;
import io.lettuce.core.XReadArgs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One instance of an agent: does, step by step, what the runtime does. */
final class Worker {
  final String agent;
  final String name;
  boolean alive;
  private final World world;
  private final Membership membership;
  private final Calls calls;
  private final Turns turns;
  private final Map<String, Held> held = new LinkedHashMap<>();
  private String cursor = "-";

  Worker(World world, String agent, String name) {
    this.world = world;
    this.agent = agent;
    this.name = name;
    this.membership = new Membership(world, agent, name);
    this.calls = new Calls(world, this);
    this.turns = new Turns(world, this, held, calls);
    register(1);
    alive = true;
  }

  List<String> callKeys() {
    var keys = world.server.keys;
    return List.of(
        keys.sequence(agent),
        keys.outbox(agent),
        keys.state(agent),
        keys.inbox(agent),
        keys.instanceStream(agent, name),
        keys.instance(agent, name),
        keys.retries(agent),
        keys.timers(agent),
        keys.delayed(agent),
        keys.lanes(agent),
        keys.order(agent));
  }

  /** Joins, or joins again after its registration has lapsed. */
  void register(long nextCall) {
    membership.register(nextCall);
  }

  // ---- sending

  void send(Parcel parcel) {
    calls.add(
        "send " + parcel,
        List.of("S", "1", parcel.header(), "", ""),
        letter -> {
          if (letter.equals("k")) {
            world.ledger.accepted(parcel);
          }
        });
  }

  void sendLater(Parcel parcel, long millis) {
    calls.add(
        "delay " + parcel,
        List.of("L", parcel.id(), "" + millis, parcel.header(), ""),
        letter -> world.ledger.accepted(parcel));
  }

  void recall(String id) {
    world.ledger.recalling(id);
    calls.add(
        "recall " + id,
        List.of("X", id),
        letter -> {
          if (letter.equals("k")) {
            world.ledger.recalled(id);
          }
        });
  }

  boolean mayCall() {
    return calls.hasSomething();
  }

  void call(Fate fate, boolean tight) {
    calls.make(fate, tight);
  }

  // ---- taking

  boolean hasUnread() {
    return !world
        .server
        .redis
        .xrange(
            world.server.keys.inbox(agent),
            io.lettuce.core.Range.from(
                io.lettuce.core.Range.Boundary.excluding(lastDelivered()),
                io.lettuce.core.Range.Boundary.unbounded()),
            io.lettuce.core.Limit.from(1))
        .isEmpty();
  }

  private String lastDelivered() {
    List<Object> groups = world.server.redis.xinfoGroups(world.server.keys.inbox(agent));
    List<?> group = (List<?>) groups.get(0);
    return String.valueOf(group.get(group.indexOf("last-delivered-id") + 1));
  }

  /** Reads new entries, and the hints of other instances. */
  @SuppressWarnings("unchecked") // streams in an array
  void read(int most, Fate fate) {
    if (fate == Fate.LOST || fate == Fate.LATE) {
      return;
    }
    String own = world.server.keys.instanceStream(agent, name);
    var entries =
        world.server.redis.xreadgroup(
            Consumer.from(Server.GROUP, name),
            XReadArgs.Builder.count(most),
            XReadArgs.StreamOffset.lastConsumed(world.server.keys.inbox(agent)),
            XReadArgs.StreamOffset.lastConsumed(own));
    List<String> told = new ArrayList<>();
    for (var entry : entries) {
      String header = entry.getBody().get("h");
      told.add(header == null ? "a hint" : Parcel.of(header).id());
      if (fate == Fate.UNANSWERED) {
        world.ledger.disorderly(agent);
      } else if (entry.getStream().equals(own)) {
        turns.hinted(entry.getId(), entry.getBody().get("w"));
      } else {
        take(new Held(entry.getId(), Parcel.of(header), false, 0, false));
      }
    }
    if (!told.isEmpty()) {
      world.says(name + " reads " + told + fate.words());
    }
  }

  private void take(Held taken) {
    world.ledger.read(taken.parcel, taken.entry);
    held.putIfAbsent(taken.entry, taken);
  }

  /** Takes over some of what nobody has renewed. */
  void takeOver(Fate fate) {
    var keys = world.server.keys;
    world.ledger.disorderly(agent);
    Optional<List<String>> answer =
        world.call(
            name,
            fate,
            "mas_takeover",
            List.of(keys.inbox(agent), keys.retries(agent)),
            List.of(name, "60000", cursor, "3"));
    List<String> taken = new ArrayList<>();
    if (answer.isPresent()) {
      List<String> parts = answer.get();
      cursor = parts.get(0);
      for (int at = 1; at < parts.size(); ) {
        int fields = Integer.parseInt(parts.get(at + 2));
        String[] note = parts.get(at + 1).split(":", -1);
        boolean noted = note.length == 3;
        Parcel parcel = Parcel.of(parts.get(at + 4));
        take(new Held(parts.get(at), parcel, true, noted ? Integer.parseInt(note[0]) : 0, noted));
        taken.add(parcel.id());
        at += 3 + fields;
      }
    }
    world.says(name + " takes over " + taken + fate.words());
  }

  boolean hasUnsorted() {
    return !turns.unsorted().isEmpty();
  }

  /** Puts what it holds into its lanes; whether it learns anything new. */
  boolean sort(Fate fate) {
    var keys = world.server.keys;
    List<Held> batch = turns.unsorted();
    List<String> arguments = new ArrayList<>();
    batch.forEach(one -> arguments.addAll(List.of(one.entry, one.parcel.lane(), one.parcel.id())));
    Optional<List<String>> answer =
        world.call(
            name,
            fate,
            "mas_sort",
            List.of(keys.inbox(agent), keys.lanes(agent), keys.order(agent)),
            arguments);
    List<String> told = new ArrayList<>();
    boolean learns = false;
    for (int i = 0; i < batch.size(); i++) {
      String result = answer.isPresent() ? answer.get().get(i) : "?";
      told.add(batch.get(i).parcel.id() + "=" + result);
      if (answer.isPresent()) {
        learns |= turns.sorted(batch.get(i), result);
      }
    }
    world.says(name + " sorts " + told + fate.words());
    return learns;
  }

  // ---- handling

  boolean hasWork() {
    return !turns.runnable().isEmpty();
  }

  /**
   * Handles something; poison fails each time, and others sometimes, unless nothing may any more.
   */
  void work(int which, boolean mayFail, boolean fails) {
    List<Held> runnable = turns.runnable();
    Held one = runnable.get(which % runnable.size());
    turns.run(one, mayFail && (fails || one.parcel.isPoison()));
  }

  /** Sends what is due, if nobody else does. */
  void look() {
    var keys = world.server.keys;
    List<String> due =
        world.server.call(
            "mas_due", List.of(keys.timers(agent), keys.delayed(agent)), List.of("10"));
    for (int at = 1; at < due.size(); at += 3) {
      calls.add(
          "let " + due.get(at) + " leave",
          List.of("M", due.get(at), due.get(at + 1), due.get(at + 2), ""),
          letter -> {});
    }
    if (due.size() > 1) {
      world.says(name + " sees that " + due.size() / 3 + " are due");
    }
  }

  // ---- going

  boolean mayLeave() {
    return !calls.hasSomething();
  }

  void leave(Fate fate) {
    membership.leave(fate);
    crash();
  }

  /** Dies; its registration and its stream lapse later. */
  void crash() {
    alive = false;
    world.ledger.disorderly(agent);
  }

  /** Is paused, or dead, for so long that its registration lapses. */
  void lapse() {
    membership.lapse(alive);
  }

  @Override
  public String toString() {
    return name + " holding " + held.size();
  }
}
