package io.mas.gateway.breaker;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The circuits of all targets of which anything is known, as last read. Immutable. */
public final class Board {
  /** Nothing is known of any. */
  public static final Board EMPTY = new Board(Map.of());

  private final Map<Integer, Map<String, Standing>> shards;
  private final Map<String, Standing> agents = new HashMap<>();

  private Board(Map<Integer, Map<String, Standing>> shards) {
    this.shards = Map.copyOf(shards);
    shards.values().forEach(agents::putAll);
  }

  /** With the fields of a shard, in place of those it had. */
  public Board with(int shard, Map<String, byte[]> fields) {
    Map<String, Standing> known = shards.getOrDefault(shard, Map.of());
    Map<String, Standing> read = Standing.ofShard(fields);
    if (read.equals(known)) {
      return this;
    }
    Map<Integer, Map<String, Standing>> all = new HashMap<>(shards);
    all.put(shard, read);
    return new Board(all);
  }

  @Nullable Standing of(String agent) {
    return agents.get(agent);
  }

  /** Before when what was counted of a target counts no more; 0 if it was never reset. */
  long resetAt(String agent) {
    Standing standing = agents.get(agent);
    return standing == null ? 0 : standing.wish().resetAt();
  }
}
