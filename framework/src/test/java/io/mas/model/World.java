package io.mas.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Everything outside the processes: Redis with replicas, time, the network, the policy. */
final class World {
  static final List<String> AGENTS = List.of("a", "b", "c");
  static final int SHARDS = 2;

  private final EnumSet<Rule> rules;
  private final List<Shard> primaries = new ArrayList<>();
  private final List<Shard> replicas = new ArrayList<>();
  private final int[] epochs = new int[SHARDS];
  private long clock;

  /** Calls that the network holds back; each may arrive at any later time. */
  final List<Step> late = new ArrayList<>();

  /** The part of the policy that changes: targets that nobody may send to at the moment. */
  final Set<String> closed = new HashSet<>();

  /** Shards that the owners of others can't reach at the moment. */
  final Set<Integer> cutOff = new HashSet<>();

  /** Messages whose {@code send()} has returned or whose turn is known to be committed. */
  final Set<Message> accepted = new LinkedHashSet<>();

  /** Outbox ids of captured entries that somebody has written again. */
  final Set<Long> replays = new HashSet<>();

  final Set<Violation> violations = new LinkedHashSet<>();

  private boolean trimmingLags;
  private boolean trimmingHasLagged;

  /** Whether rings may have gone missing, so that only a sweep finds what waits. */
  boolean ringsMissed;

  private boolean nextRingIsLost;
  private BiConsumer<Integer, String> bell = (shard, agent) -> {};

  World(EnumSet<Rule> rules) {
    this.rules = rules;
    for (int s = 0; s < SHARDS; s++) {
      primaries.add(new Shard());
      replicas.add(new Shard());
    }
    AGENTS.forEach(id -> keys(id));
  }

  boolean has(Rule rule) {
    return rules.contains(rule);
  }

  static int shardOf(String agent) {
    return agent.equals("a") ? 0 : 1;
  }

  Shard shard(int s) {
    return primaries.get(s);
  }

  AgentKeys keys(String agent) {
    return shard(shardOf(agent)).agent(agent);
  }

  /** Stream ids rise with time, also across a failover. */
  long nextId() {
    return ++clock;
  }

  // Replication. A node that fails takes with it what no replica has; an epoch is a connection to
  // one primary: WAIT vouches only for what went over the same connection.

  int epoch(int s) {
    return epochs[s];
  }

  /** WAIT: true if all that was written in {@code epoch} is now safe. */
  boolean awaitReplica(int s, int epoch) {
    if (epochs[s] != epoch) {
      return false;
    }
    replicate(s);
    return true;
  }

  /** What no failover can undo. */
  Shard replica(int s) {
    return replicas.get(s);
  }

  void replicate(int s) {
    replicas.set(s, shard(s).copy());
  }

  void failOver(int s) {
    primaries.set(s, replicas.get(s).copy());
    epochs[s]++;
    // Whoever subscribes again after a broken connection looks at every outbox once.
    AGENTS.stream().filter(id -> shardOf(id) == s).forEach(id -> bell.accept(s, id));
  }

  // Time.

  /** A record is gone, on the replica too, when nobody has renewed it in time. */
  void lapse(String agent, String iid) {
    keys(agent).records.remove(iid);
    replicas.get(shardOf(agent)).agent(agent).records.remove(iid);
  }

  /** The stream of an instance goes by time too, but later. */
  void dropStream(String agent, String iid) {
    keys(agent).instanceStreams.remove(iid);
    replicas.get(shardOf(agent)).agent(agent).instanceStreams.remove(iid);
  }

  boolean registered(String agent, String iid) {
    return keys(agent).records.containsKey(iid);
  }

  /** The stream of one instance, as XADD NOMKSTREAM sees it. */
  Optional<List<Message>> instanceStream(String agent, String iid) {
    return Optional.ofNullable(keys(agent).instanceStreams.get(iid));
  }

  // Trimming, which may come late.

  void trimmingLags(boolean lags) {
    trimmingLags = lags;
    trimmingHasLagged |= lags;
  }

  boolean trimmingLags() {
    return trimmingLags;
  }

  boolean trimmingHasLagged() {
    return trimmingHasLagged;
  }

  // The bell.

  /** Whether an agent has sent what is not decided; a raw write to its outbox counts as nothing. */
  boolean hasMore(String agent) {
    var keys = keys(agent);
    return has(Rule.RING_COMPARES_IDS)
        ? keys.lastSent > keys.lastDecided
        : keys.lastSent != keys.lastDecided;
  }

  void onRing(BiConsumer<Integer, String> listener) {
    bell = listener;
  }

  void loseNextRing(boolean lose) {
    nextRingIsLost = lose;
  }

  void ring(String agent) {
    if (nextRingIsLost) {
      nextRingIsLost = false;
      ringsMissed = true;
    } else {
      bell.accept(shardOf(agent), agent);
    }
  }
}
