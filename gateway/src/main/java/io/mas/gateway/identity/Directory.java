package io.mas.gateway.identity;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is provisioned, as known at one moment. Immutable. */
public final class Directory {
  private final Map<Integer, Map<String, Principal>> byShard;

  private Directory(Map<Integer, Map<String, Principal>> byShard) {
    this.byShard = byShard;
  }

  /** Of nobody. */
  public static Directory empty() {
    return new Directory(Map.of());
  }

  /** The same with the agents of one shard in place of those before. */
  public Directory with(int shard, Map<String, Principal> agents) {
    Map<Integer, Map<String, Principal>> changed = new HashMap<>(byShard);
    changed.put(shard, Map.copyOf(agents));
    return new Directory(Map.copyOf(changed));
  }

  /** The agent of an id on its shard, or null. */
  public @Nullable Principal find(int shard, String agent) {
    return byShard.getOrDefault(shard, Map.of()).get(agent);
  }

  /** The agents of a shard. */
  public Set<String> agents(int shard) {
    return byShard.getOrDefault(shard, Map.of()).keySet();
  }
}
