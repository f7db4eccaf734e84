package io.mas.it.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The calls of an instance: one at a time, each under its number until it is answered. */
final class Calls {
  private static final String UNBOUNDED = "100000";

  private final World world;
  private final Worker worker;
  private List<Effect> waiting = new ArrayList<>();
  private List<Effect> under = List.of();
  private String limit = UNBOUNDED;
  private long number;
  private int epoch;

  Calls(World world, Worker worker) {
    this.world = world;
    this.worker = worker;
  }

  void add(String name, List<String> arguments, Consumer<String> outcome) {
    add(name, arguments, Effect.ANY, outcome);
  }

  /** What may be done only where all that was in order before it has been done. */
  void addInOrder(String name, List<String> arguments, Consumer<String> outcome) {
    add(name, arguments, epoch, outcome);
  }

  private void add(String name, List<String> arguments, int begun, Consumer<String> outcome) {
    world.says(worker.name + " prepares: " + name);
    waiting.add(new Effect(arguments, begun, outcome));
  }

  boolean hasSomething() {
    return !under.isEmpty() || !waiting.isEmpty();
  }

  /** Makes the call under way, or a call of all that waits. */
  void make(Fate fate, boolean tight) {
    var keys = world.server.keys;
    if (under.isEmpty()) {
      under = inOrder();
      if (under.isEmpty()) {
        return;
      }
      number++;
      long used = world.server.redis.xlen(keys.outbox(worker.agent));
      limit = tight ? "" + (used + 1) : UNBOUNDED;
    }
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(worker.agent, worker.name, "" + number, "bell", limit, "" + under.size()));
    under.forEach(effect -> arguments.addAll(effect.arguments()));
    Optional<List<String>> answer =
        world.call(worker.name, fate, "mas_call", worker.callKeys(), arguments);
    String letters = answer.map(parts -> parts.get(0)).orElse("");
    world.says(
        "%s calls %d of %d%s%s: %s"
            .formatted(
                worker.name, number, under.size(), tight ? ", tight" : "", fate.words(), letters));
    if (answer.isPresent()) {
      answered(letters);
    }
  }

  /** What waits, without what ran as if turns were done that were not. */
  private List<Effect> inOrder() {
    List<Effect> all = waiting;
    waiting = new ArrayList<>();
    List<Effect> made = new ArrayList<>();
    for (Effect effect : all) {
      if (effect.epoch() == Effect.ANY || effect.epoch() == epoch) {
        made.add(effect);
      } else {
        world.says(worker.name + " drops a turn that ran too early");
        effect.outcome().accept("c");
      }
    }
    return made;
  }

  private void answered(String letters) {
    if (letters.equals("?")) {
      world.says(worker.name + " registers again");
      worker.register(number);
      return;
    }
    if (letters.startsWith("!") || letters.length() != under.size()) {
      throw new IllegalStateException(worker.name + ": call " + number + " answered " + letters);
    }
    List<Effect> done = under;
    under = List.of();
    int now = epoch;
    for (int i = 0; i < done.size(); i++) {
      if (done.get(i).epoch() == now && letters.charAt(i) != 'k') {
        epoch = now + 1;
      }
      done.get(i).outcome().accept(letters.substring(i, i + 1));
    }
  }
}
