package io.mas.gateway.breaker;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;

/** Keeps the board. Thread-safe. */
public final class BoardLoader {
  private final RedisLink link;
  private final Keys keys;
  private volatile Board current = Board.EMPTY;

  /** Of the targets in a Redis; knows of none before the first {@link #refresh}. */
  public BoardLoader(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  /** The board as last read. */
  public Board current() {
    return current;
  }

  /** Reads all of it. */
  public void refresh() {
    for (int shard = 0; shard < keys.shards(); shard++) {
      refresh(shard);
    }
  }

  /** Reads one shard. */
  synchronized void refresh(int shard) {
    current = current.with(shard, link.hash(Keys.breakers(shard)));
  }
}
