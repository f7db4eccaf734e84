package io.mas.internal.runtime;

import io.mas.internal.redis.RedisLink;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state as this instance last knew it, with what its turns have changed since, committed or
 * not. A turn that fails to commit empties the cell; the next one reads from Redis.
 *
 * <p>Thread-safe.
 */
final class StateCell {
  private final RedisLink link;
  private final String key;
  private final String instance;
  private @Nullable StateSnapshot latest;
  private long changes;

  StateCell(RedisLink link, String key, String instance) {
    this.link = link;
    this.key = key;
    this.instance = instance;
  }

  /** The latest known state; reads it where none is known. */
  StateSnapshot latest() {
    StateSnapshot known = peek();
    if (known != null) {
      return known;
    }
    Map<String, String> properties = new HashMap<>();
    link.hash(key)
        .forEach((name, json) -> properties.put(name, new String(json, StandardCharsets.UTF_8)));
    String revision = properties.remove(StateSnapshot.REVISION_FIELD);
    properties.remove(StateSnapshot.LOCK_FIELD);
    StateSnapshot read = new StateSnapshot(revision == null ? "0" : revision, properties);
    synchronized (this) {
      if (latest == null) {
        latest = read;
      }
      return latest;
    }
  }

  private synchronized @Nullable StateSnapshot peek() {
    return latest;
  }

  /** A revision that nobody else makes. */
  synchronized String nextRevision() {
    changes++;
    return instance + "." + Long.toString(changes, Character.MAX_RADIX);
  }

  /**
   * Puts a new state on top of the one a turn has read; false if that is not the latest any more.
   */
  synchronized boolean advance(StateSnapshot read, StateSnapshot changed) {
    if (latest == null || !latest.revision().equals(read.revision())) {
      return false;
    }
    latest = changed;
    return true;
  }

  synchronized boolean isLatest(StateSnapshot read) {
    return latest != null && latest.revision().equals(read.revision());
  }

  /** Forgets all, so that the next turn reads from Redis; whether anything was known. */
  synchronized boolean forget() {
    boolean known = latest != null;
    latest = null;
    return known;
  }
}
