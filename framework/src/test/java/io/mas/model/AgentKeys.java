package io.mas.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The keys of one agent, all on the Redis node of its shard. */
final class AgentKeys {
  final TreeMap<Long, Message> outbox = new TreeMap<>();
  final TreeMap<Long, Message> inbox = new TreeMap<>();

  /** Inbox entries that an instance has taken, by its id. */
  final Map<Long, String> pending = new HashMap<>();

  /** Registration records with their numbers; they lapse by time, see {@link World#lapse}. */
  final Map<String, Integer> records = new HashMap<>();

  int lastInstance;

  /** In the sequence hash: the last outbox id that our scripts gave, {@code l}. */
  long lastSent;

  /** In the sequence hash: the last outbox id that the gateway has decided, {@code d}. */
  long lastDecided;

  /** For each instance its last call and that call's results. */
  final Map<String, AgentScripts.Answer> calls = new HashMap<>();

  /** For each sender the last outbox id delivered to this agent. */
  final Map<String, Long> marks = new HashMap<>();

  /** Streams of single instances: replies and rejections. */
  final Map<String, List<Message>> instanceStreams = new HashMap<>();

  /** Streams that the agent has made unwritable; the shared inbox is the empty name. */
  final Set<String> spoiled = new HashSet<>();

  long count;
  long revision;

  // What only the invariants look at: everything that ever happened, in order.
  final List<Message> handled = new ArrayList<>();
  final List<Message> appended = new ArrayList<>();
  final List<Message> rejected = new ArrayList<>();
  final Set<String> streamsMadeAnew = new HashSet<>();

  AgentKeys copy() {
    var copy = new AgentKeys();
    copy.outbox.putAll(outbox);
    copy.inbox.putAll(inbox);
    copy.pending.putAll(pending);
    copy.records.putAll(records);
    copy.lastInstance = lastInstance;
    copy.lastSent = lastSent;
    copy.lastDecided = lastDecided;
    copy.calls.putAll(calls);
    copy.marks.putAll(marks);
    instanceStreams.forEach((iid, s) -> copy.instanceStreams.put(iid, new ArrayList<>(s)));
    copy.spoiled.addAll(spoiled);
    copy.count = count;
    copy.revision = revision;
    copy.handled.addAll(handled);
    copy.appended.addAll(appended);
    copy.rejected.addAll(rejected);
    copy.streamsMadeAnew.addAll(streamsMadeAnew);
    return copy;
  }
}
