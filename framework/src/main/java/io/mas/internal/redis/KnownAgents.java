package io.mas.internal.redis;

import io.mas.protocol.AgentEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The agents that were made known here, to bring them back where Redis has lost them. */
final class KnownAgents {
  private final AgentEntries entries;
  private final Map<String, AgentEntry> known = new ConcurrentHashMap<>();
  private final Map<Integer, String> versions = new HashMap<>();

  KnownAgents(AgentEntries entries) {
    this.entries = entries;
  }

  void put(String agent, AgentEntry entry) {
    known.put(agent, entry);
  }

  /** Of one that was made known here, and of no other. */
  void replace(String agent, AgentEntry entry) {
    known.replace(agent, entry);
  }

  void remove(String agent) {
    known.remove(agent);
  }

  /**
   * Notes what Redis says now of them, to bring back that: keys and revocations of other processes
   * too.
   *
   * @param intact whether Redis has lost nothing; asked after it was read
   */
  synchronized void remember(BooleanSupplier intact) {
    Map<Integer, String> seen = new HashMap<>();
    Map<String, Optional<AgentEntry>> read = new HashMap<>();
    Map<Integer, List<String>> byShard =
        known.keySet().stream().collect(Collectors.groupingBy(entries::shardOf));
    byShard.forEach(
        (shard, agents) -> {
          String version = entries.version(shard);
          if (!version.equals(versions.get(shard))) {
            seen.put(shard, version);
            agents.forEach(agent -> read.put(agent, entries.find(agent)));
          }
        });
    if (intact.getAsBoolean()) {
      versions.putAll(seen);
      read.forEach(
          (agent, entry) -> entry.ifPresentOrElse(e -> replace(agent, e), () -> remove(agent)));
    }
  }

  /** Makes all of them known again, as they were; how many. */
  synchronized int restore() {
    versions.clear();
    known.forEach((agent, entry) -> known.put(agent, entries.enter(agent, entry)));
    return known.size();
  }
}
