package io.mas.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What goes wrong: crashes, take-overs, failovers, lost rings, agents that misbehave. */
final class Faults {
  private Faults() {}

  static void add(
      List<Step> steps,
      World world,
      List<Owner> owners,
      List<Instance> instances,
      Consumer<String> restart) {
    for (var owner : owners) {
      steps.add(Step.fault(Fault.GATEWAY_CRASH, () -> owner.name + " crashes", owner::forget));
    }
    for (var instance : instances) {
      if (instance.running) {
        steps.add(
            Step.fault(
                Fault.INSTANCE_CRASH,
                () -> instance.iid + " crashes",
                () -> {
                  instance.stop();
                  restart.accept(instance.agent);
                }));
        steps.add(
            Step.fault(
                Fault.REGISTRATION_LOST,
                () -> instance.iid + " is paused past its registration",
                () -> world.lapse(instance.agent, instance.iid)));
        steps.add(
            Step.fault(
                Fault.REGISTRATION_LOST,
                () -> instance.iid + " is paused past its stream's time",
                instance::lapse));
        Inputs.claims(steps, world, instances, instance, false);
      }
    }
    for (var agent : World.AGENTS) {
      steps.add(
          Step.fault(
              Fault.ANOTHER_INSTANCE,
              () -> "another instance of " + agent,
              () -> restart.accept(agent)));
      spoil(steps, world, agent, instances);
      replay(steps, world, agent);
    }
    for (int s = 0; s < World.SHARDS; s++) {
      int shard = s;
      if (!world.shard(s).leaseExpired) {
        steps.add(
            Step.fault(
                Fault.LEASE_LOST,
                () -> "lease " + shard + " runs out",
                () -> world.shard(shard).leaseExpired = true));
      }
      steps.add(
          Step.fault(
              Fault.FAILOVER, () -> "shard " + shard + " fails over", () -> world.failOver(shard)));
      steps.add(
          Step.fault(
              Fault.UNREACHABLE,
              () -> "shard " + shard + " is cut off, or in reach again",
              () -> {
                if (!world.cutOff.remove(shard)) {
                  world.cutOff.add(shard);
                }
              }));
    }
    steps.add(
        Step.fault(Fault.LOST_RING, () -> "the next ring is lost", () -> world.loseNextRing(true)));
  }

  /** An agent makes one of its streams unwritable, or lets it be written again. */
  private static void spoil(List<Step> steps, World world, String agent, List<Instance> instances) {
    var streams = new java.util.ArrayList<>(List.of(""));
    instances.stream().filter(i -> i.agent.equals(agent)).forEach(i -> streams.add(i.iid));
    for (var stream : streams) {
      steps.add(
          Step.fault(
              Fault.SPOILED_STREAM,
              () -> agent + " spoils or mends its stream '" + stream + "'",
              () -> {
                var spoiled = world.keys(agent).spoiled;
                if (!spoiled.remove(stream)) {
                  spoiled.add(stream);
                }
              }));
    }
  }

  /** Somebody writes a captured entry into the outbox again; no script, so nothing rings. */
  private static void replay(List<Step> steps, World world, String agent) {
    for (var message : captured(world, agent).values()) {
      steps.add(
          Step.fault(
              Fault.REPLAY,
              () -> "replays " + message,
              () -> {
                var id = world.nextId();
                world.keys(agent).outbox.put(id, message);
                world.replays.add(id);
              }));
    }
  }

  /** What was decided for good: before that, a copy may pass in place of the first sending. */
  private static Map<String, Message> captured(World world, String agent) {
    var captured = new TreeMap<String, Message>();
    world.replica(World.shardOf(agent)).audit.stream()
        .map(decision -> decision.entry().message())
        .filter(message -> message.sender().equals(agent))
        .forEach(message -> captured.put(message.id(), message));
    return captured;
  }
}
