package io.mas.model;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What users, policy and time bring. */
final class Inputs {
  /** Most messages go one way, so that several of one sender to one target are under way. */
  private static final Map<String, String> FAVOURITES = Map.of("a", "b", "b", "a", "c", "a");

  private Inputs() {}

  static void add(
      List<Step> steps,
      World world,
      List<Instance> instances,
      boolean moreMessages,
      Runnable counted) {
    for (var instance : instances) {
      if (instance.canSend() && moreMessages) {
        for (var target : World.AGENTS) {
          for (var kind : List.of(Message.Kind.TELL, Message.Kind.ASK)) {
            if (!target.equals(instance.agent)) {
              steps.add(
                  Step.input(
                      target.equals(FAVOURITES.get(instance.agent)) ? 4 : 1,
                      () -> instance.iid + " " + kind + " " + target,
                      () -> {
                        counted.run();
                        instance.send(kind, target);
                      }));
            }
          }
        }
      }
      if (!instance.running && instance.isRemembered()) {
        steps.add(Step.input(2, () -> instance.iid + " lapses", instance::lapse));
      }
    }
    steps.add(
        Step.input(
            2,
            () -> "trimming lags behind, or catches up",
            () -> world.trimmingLags(!world.trimmingLags())));
    for (var target : World.AGENTS) {
      steps.add(
          Step.input(
              1,
              () -> "policy changes for " + target,
              () -> {
                if (!world.closed.remove(target)) {
                  world.closed.add(target);
                }
              }));
    }
  }

  /** Time-outs that end the hold of a process that is no more. */
  static void addRecovery(
      List<Step> steps, World world, List<Owner> owners, List<Instance> instances) {
    for (int s = 0; s < World.SHARDS; s++) {
      var shard = world.shard(s);
      int n = s;
      if (!shard.leaseExpired && owners.stream().noneMatch(o -> o.shard == n && o.holdsLease())) {
        steps.add(Step.progress(() -> "lease " + n + " runs out", () -> shard.leaseExpired = true));
      }
    }
    for (var instance : instances) {
      claims(steps, world, instances, instance, true);
    }
  }

  /** An instance takes over what another holds: of one that is gone, or of any, as if idle. */
  static void claims(
      List<Step> steps,
      World world,
      List<Instance> instances,
      Instance claimer,
      boolean onlyFromDead) {
    if (!claimer.isIdle()) {
      return;
    }
    var running = instances.stream().filter(i -> i.running).map(i -> i.iid).toList();
    world
        .keys(claimer.agent)
        .pending
        .forEach(
            (id, holder) -> {
              if (!holder.equals(claimer.iid) && !(onlyFromDead && running.contains(holder))) {
                Runnable claim =
                    () ->
                        claimer.handle(
                            new AgentScripts(world).claim(claimer.agent, claimer.iid, id));
                Supplier<String> name = () -> claimer.iid + " claims " + id + " from " + holder;
                steps.add(
                    onlyFromDead
                        ? Step.progress(name, claim)
                        : Step.fault(Fault.TAKE_OVER, name, claim));
              }
            });
  }
}
