package io.mas.it.schedule;

import java.util.Map;
import java.util.TreeMap;

/** The state of an agent as an instance knows it, with what it has not committed yet. */
final class Cell {
  private final World world;
  private final String agent;
  private final String instance;
  private Map<String, String> known = Map.of();
  private boolean valid;
  private int changes;

  Cell(World world, String agent, String instance) {
    this.world = world;
    this.agent = agent;
    this.instance = instance;
  }

  private Map<String, String> latest() {
    if (!valid) {
      known = world.server.redis.hgetall(world.server.keys.state(agent));
      valid = true;
    }
    return known;
  }

  String revision() {
    return latest().getOrDefault("@revision", "0");
  }

  /** A text that nobody else makes. */
  String nextRevision() {
    changes++;
    return instance + changes;
  }

  int count(String property) {
    return Integer.parseInt(latest().getOrDefault(property, "0"));
  }

  /** What a turn leaves that has not been committed yet. */
  void advance(String revision, String property, int count) {
    Map<String, String> next = new TreeMap<>(latest());
    next.put("@revision", revision);
    next.put(property, String.valueOf(count));
    known = next;
  }

  void forget() {
    valid = false;
  }
}
