package io.mas.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the protocol promises, read off the whole world from outside. */
final class Invariants {
  private final World world;
  private final Set<Violation> violations;
  private final Map<String, List<Decision>> decided = new HashMap<>();
  private final Map<String, Integer> handled = new HashMap<>();
  private final Map<String, Integer> appended = new HashMap<>();
  private final Map<String, Integer> deadLettered = new HashMap<>();
  private final Map<String, Integer> dropped = new HashMap<>();

  private Invariants(World world) {
    this.world = world;
    violations = world.violations;
    for (int s = 0; s < World.SHARDS; s++) {
      var shard = world.shard(s);
      for (var decision : shard.audit) {
        if (!world.replays.contains(decision.entry().id())) {
          decided
              .computeIfAbsent(decision.entry().message().id(), id -> new ArrayList<>())
              .add(decision);
        }
      }
      shard.dlq.stream()
          .filter(e -> !world.replays.contains(e.id()))
          .forEach(e -> deadLettered.merge(e.message().id(), 1, Integer::sum));
      shard.droppedReplies.forEach(m -> dropped.merge(m.id(), 1, Integer::sum));
    }
    for (var agent : World.AGENTS) {
      world.keys(agent).handled.forEach(m -> handled.merge(m.id(), 1, Integer::sum));
      world.keys(agent).appended.forEach(m -> appended.merge(m.id(), 1, Integer::sum));
    }
  }

  /** What must hold after every single step. */
  static void checkStep(World world) {
    for (int s = 0; s < World.SHARDS; s++) {
      for (var entry : world.shard(s).due.values()) {
        if (!world.keys(entry.message().sender()).outbox.containsKey(entry.id())) {
          world.violations.add(Violation.DUE_WITHOUT_ENTRY);
        }
      }
    }
  }

  /** Whether everything is decided, but for {@code spared}, delivered and handled. */
  static boolean isDrained(World world, Set<Long> spared) {
    for (int s = 0; s < World.SHARDS; s++) {
      if (!world.shard(s).due.isEmpty()) {
        return false;
      }
    }
    return World.AGENTS.stream().allMatch(agent -> isDrained(world, agent, spared));
  }

  private static boolean isDrained(World world, String agent, Set<Long> spared) {
    var keys = world.keys(agent);
    var decided = world.shard(World.shardOf(agent)).cursorOf(agent);
    return spared.containsAll(keys.outbox.tailMap(decided, false).keySet())
        && keys.inbox.isEmpty()
        && keys.pending.isEmpty();
  }

  /** What must hold when all has come to rest. */
  static void checkEnd(World world) {
    var check = new Invariants(world);
    for (var message : world.accepted) {
      check.require(check.decided.containsKey(message.id()), Violation.LOST);
    }
    check.decided.values().forEach(check::fate);
    World.AGENTS.forEach(check::agent);
    for (int s = 0; s < World.SHARDS; s++) {
      for (var e : world.shard(s).seq.entrySet()) {
        var live = e.getValue().live().keySet();
        check.require(
            live.stream().allMatch(iid -> world.registered(e.getKey(), iid)),
            Violation.BOOKKEEPING_LEFT);
      }
    }
  }

  private void require(boolean holds, Violation otherwise) {
    if (!holds) {
      violations.add(otherwise);
    }
  }

  /** One sending: decided once, and then exactly one of all the ends that it can have. */
  private void fate(List<Decision> decisions) {
    require(decisions.size() == 1, Violation.NOT_DECIDED_ONCE);
    var verdict = decisions.get(0).verdict();
    var message = decisions.get(0).entry().message();
    require(
        verdict != Verdict.REPLAYED && verdict != Verdict.UNREGISTERED, Violation.WRONGLY_REFUSED);
    int arrived = of(appended, message) + of(dropped, message);
    int dead = of(deadLettered, message);
    if (message.kind() == Message.Kind.REGISTER) {
      return;
    }
    if (decisions.stream().anyMatch(d -> d.verdict() != Verdict.ALLOWED)) {
      require(arrived == 0, Violation.DELIVERED_AND_REFUSED);
      require(dead >= 1, Violation.LOST);
      return;
    }
    require(arrived == 0 || dead == 0, Violation.DELIVERED_AND_REFUSED);
    require(arrived <= 1 && dead <= 1, Violation.DELIVERED_TWICE);
    require(arrived + dead >= 1, Violation.LOST);
    if (message.toInstance().isEmpty()) {
      require(of(handled, message) + dead >= 1, Violation.LOST);
    }
  }

  private static int of(Map<String, Integer> counts, Message message) {
    return counts.getOrDefault(message.id(), 0);
  }

  private void agent(String agent) {
    var keys = world.keys(agent);
    var asked = keys.handled.stream().filter(m -> m.kind() == Message.Kind.ASK).count();
    require(keys.count == asked, Violation.UPDATE_LOST);
    for (var message : keys.rejected) {
      var arrived = of(appended, message) + of(dropped, message);
      require(arrived == 0, Violation.DELIVERED_AND_REFUSED);
    }
    require(keys.streamsMadeAnew.isEmpty(), Violation.BOOKKEEPING_LEFT);
    require(keys.outbox.isEmpty() || world.trimmingHasLagged(), Violation.BOOKKEEPING_LEFT);
    for (var message : keys.handled) {
      require(of(handled, message) == 1, Violation.HANDLED_TWICE);
      if (message.kind() == Message.Kind.ASK) {
        require(repliesTo(message) == 1, Violation.REPLIES_NOT_ONCE);
      }
    }
    var seen = new HashSet<String>();
    var last = new HashMap<String, Integer>();
    for (var message : keys.appended) {
      if (seen.add(message.id())) {
        var before = last.put(message.iid(), message.order());
        require(before == null || before < message.order(), Violation.OUT_OF_ORDER);
      }
    }
  }

  private long repliesTo(Message request) {
    return decided.values().stream()
        .filter(d -> d.get(0).entry().message().cause().equals(request.id()))
        .count();
  }
}
