package io.mas.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scripts that a shard's owner runs: on the senders' node, and on the targets'. */
final class GatewayScripts {
  private final World world;

  GatewayScripts(World world) {
    this.world = world;
  }

  /** Takes a lease that is free or has run out; a new owner gets a new fencing number. */
  long acquire(int s, String owner) {
    var shard = world.shard(s);
    if (!shard.leaseExpired) {
      return 0;
    }
    shard.leaseExpired = false;
    shard.owner = owner;
    return ++shard.fence;
  }

  Commit.Answer commit(int s, Commit commit) {
    var shard = world.shard(s);
    if (world.has(Rule.FENCE_ON_COMMIT) && commit.fence() != shard.fence) {
      return new Commit.Answer(Commit.Status.FENCED, Set.of());
    }
    if (world.has(Rule.COMMIT_NUMBER) && commit.number() != shard.commits + 1) {
      var status =
          commit.number() <= shard.commits ? Commit.Status.DONE : Commit.Status.OUT_OF_STEP;
      return new Commit.Answer(status, more(commit));
    }
    if (world.has(Rule.COMMIT_CHECKS_LAST_ENTRY) && !holdsLast(commit)) {
      return new Commit.Answer(Commit.Status.OUT_OF_STEP, Set.of());
    }
    if (!shard.owner.equals(commit.owner()) || shard.fence != commit.fence()) {
      world.violations.add(Violation.COMMITTED_WITHOUT_LEASE);
    }
    for (var decision : commit.decisions()) {
      shard.audit.add(decision);
      if (decision.verdict() != Verdict.ALLOWED) {
        shard.dlq.add(decision.entry());
      }
      if (isAnswered(decision.verdict())) {
        reject(decision.entry().message());
      }
      if (decision.isDue()) {
        shard.due.put(decision.entry().id(), decision.entry());
      }
    }
    shard.cursor.putAll(commit.cursor());
    shard.seq.putAll(commit.seq());
    shard.commits = commit.number();
    shard.due.keySet().removeAll(commit.settled());
    commit.cursor().forEach((sender, last) -> shard.agent(sender).lastDecided = last);
    if (!world.trimmingLags()) {
      trim(shard, commit.senders());
    }
    return new Commit.Answer(Commit.Status.RUN, more(commit));
  }

  private Set<String> more(Commit commit) {
    var more = new HashSet<>(commit.cursor().keySet());
    more.removeIf(sender -> !world.hasMore(sender));
    return more;
  }

  private boolean isAnswered(Verdict verdict) {
    return switch (verdict) {
      case ALLOWED -> false;
      case DENIED -> true;
      case REPLAYED -> !world.has(Rule.REPLAY_IS_NOT_ANSWERED);
      case UNREGISTERED -> !world.has(Rule.STRANGER_IS_NOT_ANSWERED);
    };
  }

  /** Of each sender the last one suffices: a failover undoes the end of what was written. */
  private boolean holdsLast(Commit commit) {
    return commit.cursor().entrySet().stream()
        .allMatch(e -> world.keys(e.getKey()).outbox.containsKey(e.getValue()));
  }

  /** Tells the sending instance, if it is still there; the DLQ has the message in any case. */
  private void reject(Message message) {
    var stream = world.instanceStream(message.sender(), message.iid());
    if (stream.isEmpty()) {
      return;
    }
    if (!world.keys(message.sender()).spoiled.contains(message.iid())) {
      stream.get().add(message);
      world.keys(message.sender()).rejected.add(message);
    } else if (!world.has(Rule.PCALL_PER_MESSAGE)) {
      throw new Step.ScriptAborted();
    }
  }

  /** Removes what is decided, up to the first entry that is still due. */
  private void trim(Shard shard, Set<String> senders) {
    for (var sender : senders) {
      var outbox = shard.agent(sender).outbox;
      var firstDue =
          shard.due.values().stream()
              .filter(e -> e.message().sender().equals(sender))
              .mapToLong(Entry::id)
              .min()
              .orElse(Long.MAX_VALUE);
      outbox.headMap(Math.min(firstDue, shard.cursorOf(sender) + 1)).clear();
    }
  }

  /** Appends to the streams of shard {@code s} what lies above the marks, and raises these. */
  Map<Long, Delivery.Result> deliver(int s, List<Delivery> batch, Map<Delivery.Pair, Long> known) {
    var results = new LinkedHashMap<Long, Delivery.Result>();
    var stopped = new HashSet<Delivery.Pair>();
    var raised = new HashMap<Delivery.Pair, Long>();
    for (var delivery : batch) {
      var pair = delivery.pair();
      var id = delivery.entry().id();
      if (stopped.contains(pair)) {
        continue;
      }
      long mark = raised.getOrDefault(pair, markOf(pair));
      Delivery.Outcome outcome;
      if (world.has(Rule.KNOWN_DELIVERED) && mark < known.getOrDefault(pair, 0L)) {
        outcome = Delivery.Outcome.FORGOTTEN;
      } else if (world.has(Rule.MARKS) && id <= mark) {
        outcome = Delivery.Outcome.DELIVERED;
      } else if (delivery.toDlq()) {
        world.shard(s).dlq.add(delivery.entry());
        outcome = Delivery.Outcome.DELIVERED;
      } else {
        outcome = append(s, delivery.entry().message());
      }
      if (outcome == Delivery.Outcome.DELIVERED) {
        raised.put(pair, Math.max(mark, id));
      } else if (outcome == Delivery.Outcome.FORGOTTEN || world.has(Rule.UNAPPENDABLE_STOPS_RUN)) {
        stopped.add(pair);
      }
      results.put(id, new Delivery.Result(outcome, mark));
    }
    raised.forEach((pair, mark) -> world.keys(pair.target()).marks.put(pair.sender(), mark));
    return results;
  }

  private Delivery.Outcome append(int s, Message message) {
    var keys = world.keys(message.target());
    if (keys.spoiled.contains(message.toInstance())) {
      if (!world.has(Rule.PCALL_PER_MESSAGE)) {
        throw new Step.ScriptAborted();
      }
      return Delivery.Outcome.UNAPPENDABLE;
    }
    if (message.toInstance().isEmpty()) {
      keys.inbox.put(world.nextId(), message);
      keys.appended.add(message);
      return Delivery.Outcome.DELIVERED;
    }
    var stream = world.instanceStream(message.target(), message.toInstance());
    if (stream.isPresent()) {
      stream.get().add(message);
      keys.appended.add(message);
    } else if (!world.has(Rule.REPLY_MAKES_NO_STREAM)) {
      keys.streamsMadeAnew.add(message.toInstance());
    } else {
      world.shard(s).droppedReplies.add(message);
    }
    return Delivery.Outcome.DELIVERED;
  }

  long markOf(Delivery.Pair pair) {
    return world.keys(pair.target()).marks.getOrDefault(pair.sender(), 0L);
  }
}
