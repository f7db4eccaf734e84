package io.mas.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A Redis node with one shard: the gateway's keys and those of the shard's agents. */
final class Shard {
  final Map<String, AgentKeys> agents = new TreeMap<>();

  // mas.lease
  String owner = "";
  long fence;
  boolean leaseExpired = true;

  /** Number of the last commit. */
  long commits;

  final Map<String, Long> cursor = new HashMap<>();
  final Map<String, Sequence> seq = new HashMap<>();

  /** Decided and not yet known to be delivered, by outbox id. */
  final TreeMap<Long, Entry> due = new TreeMap<>();

  final List<Decision> audit = new ArrayList<>();
  final List<Entry> dlq = new ArrayList<>();

  /** Replies whose asking instance is gone. */
  final List<Message> droppedReplies = new ArrayList<>();

  AgentKeys agent(String id) {
    return agents.computeIfAbsent(id, key -> new AgentKeys());
  }

  long cursorOf(String sender) {
    return cursor.getOrDefault(sender, 0L);
  }

  Shard copy() {
    var copy = new Shard();
    agents.forEach((id, keys) -> copy.agents.put(id, keys.copy()));
    copy.owner = owner;
    copy.fence = fence;
    copy.leaseExpired = leaseExpired;
    copy.commits = commits;
    copy.cursor.putAll(cursor);
    copy.seq.putAll(seq);
    copy.due.putAll(due);
    copy.audit.addAll(audit);
    copy.dlq.addAll(dlq);
    copy.droppedReplies.addAll(droppedReplies);
    return copy;
  }
}
