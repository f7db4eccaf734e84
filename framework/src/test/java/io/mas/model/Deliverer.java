package io.mas.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The half of an owner that delivers what is due and finds out when it is safe. */
final class Deliverer {
  /** Marks that were seen high enough, and the connection over which they were seen. */
  private record Seen(int epoch, Map<Delivery.Pair, Long> marks) {}

  private final World world;
  private final String name;
  private final GatewayScripts scripts;
  private final Map<Integer, Seen> seen = new HashMap<>();
  final DueQueue due;

  Deliverer(World world, String name) {
    this.world = world;
    this.name = name;
    scripts = new GatewayScripts(world);
    due = new DueQueue(world);
  }

  void forget() {
    due.clear();
    seen.clear();
  }

  void steps(List<Step> steps) {
    for (int s = 0; s < World.SHARDS; s++) {
      if (!world.cutOff.contains(s)) { // else its messages stay due, and those for others go on
        steps(steps, s);
      }
    }
  }

  private void steps(List<Step> steps, int target) {
    var batch = due.nextFor(target);
    var known = due.known();
    if (!batch.isEmpty()) {
      Step.call(
          steps,
          world,
          () -> name + " delivers " + batch.stream().map(d -> d.entry().message()).toList(),
          () -> scripts.deliver(target, batch, known),
          due::delivered);
    }
    var waiting = seen.get(target);
    var unconfirmed = due.unconfirmed(target);
    if (waiting != null) {
      steps.add(
          Step.progress(() -> name + " awaits shard " + target, () -> settle(target, waiting)));
    } else if (!unconfirmed.isEmpty()) {
      steps.add(
          Step.progress(
              () -> name + " looks at the marks of shard " + target,
              () -> look(target, unconfirmed)));
    }
  }

  /** A lower mark than what is known to be delivered: the target has failed over. */
  private void look(int target, Map<Delivery.Pair, Long> known) {
    var marks = new HashMap<Delivery.Pair, Long>();
    known.forEach(
        (pair, id) -> {
          long mark = scripts.markOf(pair);
          if (mark < id && world.has(Rule.CONFIRM_READS_MARK)) {
            due.startAgain(pair, mark);
          } else {
            marks.put(pair, id);
          }
        });
    seen.put(target, new Seen(world.epoch(target), marks));
  }

  /** WAIT over the same connection; over another it would vouch for nothing. */
  private void settle(int target, Seen waiting) {
    seen.remove(target);
    var safe = world.awaitReplica(target, waiting.epoch());
    if (safe || !world.has(Rule.WAIT_ON_SAME_CONNECTION)) {
      waiting.marks().forEach(due::confirmed);
    }
  }
}
