package io.mas.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One run: processes and faults in the order that a list of choices gives, then rest. */
final class Simulation {
  private static final int MESSAGES = 7;
  private static final int FAULTS = 7;
  private static final int STARTS = 6;
  private static final int REST = 1_500;
  private static final int LONGEST_TRACE = 300;

  private final World world;
  private final List<Owner> owners = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private final Set<Fault> possible;
  private int messages;
  private int faults;

  private Simulation(EnumSet<Rule> rules, Set<Fault> possible) {
    this.possible = possible;
    world = new World(rules);
    for (int s = 0; s < World.SHARDS; s++) {
      owners.add(new Owner(world, "g1/" + s, s));
      owners.add(new Owner(world, "g2/" + s, s));
    }
    world.onRing(
        (shard, agent) ->
            owners.stream().filter(o -> o.shard == shard).forEach(o -> o.rung(agent)));
    World.AGENTS.forEach(this::start);
  }

  record Outcome(Set<Violation> violations, List<String> trace) {}

  static Outcome run(EnumSet<Rule> rules, Set<Fault> possible, List<Integer> choices) {
    var simulation = new Simulation(rules, possible);
    choices.forEach(simulation::step);
    simulation.comeToRest();
    return new Outcome(simulation.world.violations, simulation.trace);
  }

  private void step(int choice) {
    int chance = choice % 100;
    var kind =
        chance < 70
            ? Step.Kind.PROGRESS
            : chance < 90 || faults >= FAULTS ? Step.Kind.INPUT : Step.Kind.FAULT;
    var steps = steps(kind);
    if (steps.isEmpty()) {
      return;
    }
    int left = choice / 100 % steps.stream().mapToInt(Step::weight).sum();
    for (var step : steps) {
      left -= step.weight();
      if (left < 0) {
        take(step);
        return;
      }
    }
  }

  private void take(Step step) {
    if (trace.size() < LONGEST_TRACE) {
      trace.add(step.name().get());
    }
    faults += step.kind() == Step.Kind.FAULT ? 1 : 0;
    step.action().run();
    Invariants.checkStep(world);
  }

  private List<Step> steps(Step.Kind kind) {
    var steps = new ArrayList<Step>();
    if (kind == Step.Kind.INPUT) {
      inputs(steps);
    } else {
      owners.forEach(owner -> owner.steps(steps));
      instances.forEach(instance -> instance.steps(steps));
    }
    if (kind == Step.Kind.FAULT) {
      Faults.add(steps, world, owners, instances, this::restart);
    }
    steps.removeIf(s -> s.kind() != kind || !s.fault().map(f -> possible.contains(f)).orElse(true));
    return steps;
  }

  private void inputs(List<Step> steps) {
    world.late.forEach(
        late ->
            steps.add(
                Step.input(
                    2,
                    late.name(),
                    () -> {
                      world.late.remove(late);
                      late.action().run();
                    })));
    Inputs.add(steps, world, instances, messages < MESSAGES, () -> messages++);
    for (int s = 0; s < World.SHARDS; s++) {
      int shard = s;
      steps.add(Step.input(2, () -> "replicates shard " + shard, () -> world.replicate(shard)));
    }
  }

  private void start(String agent) {
    var count = instances.stream().filter(i -> i.agent.equals(agent)).count();
    instances.add(new Instance(world, agent, agent + (count + 1)));
  }

  private void restart(String agent) {
    if (instances.size() < World.AGENTS.size() + STARTS) {
      start(agent);
    }
  }

  /** No more faults: with one live instance for each agent, everything must drain. */
  private void comeToRest() {
    trace.add("-- no more faults");
    world.closed.clear();
    world.cutOff.clear();
    world.loseNextRing(false);
    world.trimmingLags(false);
    for (var agent : World.AGENTS) {
      if (instances.stream().noneMatch(i -> i.agent.equals(agent) && i.running)) {
        start(agent);
      }
    }
    instances.stream().filter(i -> !i.running).forEach(Instance::lapse);
    if (world.ringsMissed) {
      owners.forEach(Owner::sweep);
    }
    drain();
    if (world.violations.isEmpty() && !Invariants.isDrained(world, world.replays)) {
      world.violations.add(Violation.WAITS_FOR_SWEEP);
    }
    for (int i = 0; i <= FAULTS && !Invariants.isDrained(world, Set.of()); i++) {
      owners.forEach(Owner::sweep); // each finds a batch of what was written raw
      drain();
    }
    if (!Invariants.isDrained(world, Set.of())) {
      world.violations.add(Violation.NOT_DRAINED);
    }
    Invariants.checkEnd(world);
  }

  private void drain() {
    for (int i = 0; i < REST; i++) {
      var steps = new ArrayList<Step>();
      owners.forEach(owner -> owner.steps(steps));
      instances.forEach(instance -> instance.steps(steps));
      steps.removeIf(step -> step.kind() != Step.Kind.PROGRESS);
      Inputs.addRecovery(steps, world, owners, instances);
      if (steps.isEmpty()) {
        return;
      }
      take(steps.get(i % steps.size()));
    }
    world.violations.add(Violation.NOT_DRAINED);
  }
}
