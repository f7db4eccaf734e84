package io.mas.internal.redis;

import io.mas.MasException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Takes an agent out of Redis with all that is its own. What stays is a number in the ledger and
 * one in the cursors, so that nothing that was captured before passes when there is an agent of
 * that name again.
 */
public final class Removal {
  /** After which no gateway decides on what it knew of the agent before. */
  private static final long SETTLE_MILLIS = 1_500;

  private static final String REGISTERED = "instances that are registered";

  private final RedisLink admin;
  private final Keys keys;
  private final Provisioner provisioner;

  /** On a Redis that is prepared. */
  public Removal(RedisLink admin, Keys keys, Provisioner provisioner) {
    this.admin = admin;
    this.keys = keys;
    this.provisioner = provisioner;
  }

  /** What would be lost with an agent, a line each; empty if it can go. */
  public List<String> left(String agent) {
    List<String> left = new ArrayList<>();
    note(left, REGISTERED, instances(agent).size());
    note(left, "messages that it has sent and that are not settled", length(keys.outbox(agent)));
    String prefix = agent + ":";
    note(
        left,
        "messages of it that are to be delivered",
        admin.hash(Keys.due(keys.shardOf(agent))).keySet().stream()
            .filter(field -> field.startsWith(prefix))
            .count());
    note(left, "messages that wait for it", length(keys.inbox(agent)));
    note(left, "delayed messages and retries", count(() -> admin.cardinality(keys.timers(agent))));
    note(left, "messages of it that wait for approval", held(agent).size());
    return left;
  }

  private long length(String stream) {
    return count(() -> admin.length(stream));
  }

  /**
   * The agent can have made a key of another type of it: of what it has spoiled, nothing is left.
   */
  private static long count(LongSupplier counted) {
    try {
      return counted.getAsLong();
    } catch (LinkException e) {
      if (e.failure() != LinkException.Cause.REFUSED) {
        throw e;
      }
      return 0;
    }
  }

  private static void note(List<String> left, String what, long count) {
    if (count > 0) {
      left.add(what + ": " + count);
    }
  }

  /**
   * Removes an agent; from the start on, it can do nothing any more. Takes two seconds, in which
   * the gateways learn of it.
   *
   * @param force whether to remove it with what is left
   * @return what was lost with it
   * @throws MasException if there is no such agent, or something is left; it is then as it was, or
   *     revoked if that came while it was being removed
   */
  public List<String> remove(String agent, boolean force) {
    if (!force) {
      refuse(agent, left(agent), "");
    }
    if (provisioner.find(agent).isEmpty()) {
      throw new MasException("there is no agent " + agent);
    }
    provisioner.revoke(agent);
    settle();
    List<String> left = left(agent);
    // its instances are shut out, and what is left of them lapses
    left.removeIf(line -> line.startsWith(REGISTERED));
    if (!force) {
      refuse(agent, left, "; it is revoked");
    }
    denyHeld(agent);
    admin.deleteKeys(all(agent));
    int shard = keys.shardOf(agent);
    admin.callForAny(
        "mas_breaker",
        List.of(Keys.agents(shard), Keys.breakers(shard)),
        new Arguments().add(agent).add("forget"));
    provisioner.forget(agent);
    return left;
  }

  private static void refuse(String agent, List<String> left, String state) {
    if (!left.isEmpty()) {
      throw new MasException(
          "agent %s is not removed%s: there is still something (%s); --force removes it with that"
              .formatted(agent, state, String.join(", ", left)));
    }
  }

  /** What it has sent must not pass in the name of one that is added anew. */
  private void denyHeld(String agent) {
    List<String> approvals = List.of(Keys.approvals(keys.shardOf(agent)));
    for (String id : held(agent)) {
      admin.callForText(
          "mas_deny", approvals, new Arguments().add(id).add("its sender was removed"));
    }
  }

  private List<String> held(String agent) {
    return admin.hash(Keys.approvals(keys.shardOf(agent))).entrySet().stream()
        .filter(held -> isOf(agent, held.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isOf(String agent, byte[] waits) {
    String[] words = new String(waits, StandardCharsets.UTF_8).split(" ", 4);
    return words.length == 4 && words[2].equals(agent);
  }

  private static void settle() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS);
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new MasException("interrupted while the gateways learn that the agent is removed");
      }
    }
  }

  private List<String> instances(String agent) {
    return named(agent).stream()
        .filter(instance -> !admin.hash(keys.instance(agent, instance)).isEmpty())
        .toList();
  }

  private List<String> named(String agent) {
    List<String> named = new ArrayList<>();
    count(
        () -> {
          named.addAll(InstanceIds.of(admin.hash(keys.sequence(agent)).keySet()));
          return 0;
        });
    return named;
  }

  private List<String> all(String agent) {
    List<String> all =
        new ArrayList<>(
            List.of(
                keys.agent(agent),
                keys.outbox(agent),
                keys.state(agent),
                keys.inbox(agent),
                keys.retries(agent),
                keys.timers(agent),
                keys.delayed(agent),
                keys.lanes(agent),
                keys.order(agent),
                keys.marks(agent)));
    for (String instance : named(agent)) {
      all.add(keys.instance(agent, instance));
      all.add(keys.instanceStream(agent, instance));
    }
    all.add(keys.sequence(agent));
    return all;
  }
}
