package io.mas.model;

import java.util.List;

/**
 * The place of one process among its agent's instances. Each time that its registration has lapsed
 * it registers again: under the same id and with the next number.
 */
final class Membership {
  private final World world;
  private final AgentScripts scripts;
  private final String agent;
  private final String iid;
  private final int shard;

  private int number = 1;
  private boolean answered;
  private int answeredIn;
  private boolean held;
  private boolean begun;

  /** The call that has run although it seemed outstanding: it is to be made again first. */
  private long runCall;

  Membership(World world, String agent, String iid) {
    this.world = world;
    this.agent = agent;
    this.iid = iid;
    scripts = new AgentScripts(world);
    shard = World.shardOf(agent);
  }

  /** Whether the instance takes itself for registered. */
  boolean isHeld() {
    return held;
  }

  /** Whether it has been registered at all. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether a heartbeat would find the registration gone. */
  boolean hasLapsed(long nextCall) {
    return held && runCall != nextCall && !world.registered(agent, iid);
  }

  /** A call or a heartbeat has found that the registration has lapsed. */
  void lost() {
    held = false;
    number++;
  }

  /** Registers with the next number, until that is answered and safe. */
  void steps(List<Step> steps, int lastMessage, long nextCall) {
    if (answered) {
      steps.add(Step.progress(() -> iid + " awaits its registration", this::settle));
      return;
    }
    int attempt = number;
    Step.call(
        steps,
        world,
        () -> iid + " registers as " + attempt + " after " + lastMessage,
        () -> scripts.register(agent, iid, attempt, lastMessage, nextCall),
        joined -> answered(joined, nextCall));
  }

  private void answered(AgentScripts.Joined joined, long nextCall) {
    switch (joined.outcome()) {
      case REGISTERED -> {
        answered = true;
        answeredIn = world.epoch(shard);
      }
      case NUMBER_TAKEN -> number = joined.last() + 1;
      case CALL_HAS_RUN -> {
        held = true; // as if: it gets its results, registered or not
        runCall = nextCall;
      }
    }
  }

  private void settle() {
    answered = false;
    held = !world.has(Rule.DURABLE_CALL) || world.awaitReplica(shard, answeredIn);
    begun |= held;
  }
}
