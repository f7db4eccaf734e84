package io.mas.internal.runtime;

import io.mas.internal.redis.RedisLink;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The state as this instance last knew it, with what its turns have changed since, committed or
 * not. A turn that fails to commit empties the cell; the next one reads from Redis.
 *
 * <p>Where other instances change the state too, what is known is soon out of date, and a turn on
 * top of it has to run twice: for a while after a turn has lost against them, each turn reads anew,
 * unless it is to build upon one that is being committed.
 *
 * <p>Thread-safe.
 */
final class StateCell {
  private static final long CONTENDED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final RedisLink link;
  private final String key;
  private final String instance;
  private @Nullable StateSnapshot latest;
  private long changes;

  /** Whether {@link #latest} has been in Redis. */
  private boolean settled;

  /** When a turn has last lost against another instance; 0 if none has. */
  private long lostAt;

  StateCell(RedisLink link, String key, String instance) {
    this.link = link;
    this.key = key;
    this.instance = instance;
  }

  /** The latest known state; reads it where none is known. */
  StateSnapshot latest() {
    StateSnapshot known = peek();
    if (known != null && !isDoubtful()) {
      return known;
    }
    Map<String, String> properties = new HashMap<>();
    link.hash(key)
        .forEach((name, json) -> properties.put(name, new String(json, StandardCharsets.UTF_8)));
    String revision = properties.remove(StateSnapshot.REVISION_FIELD);
    properties.remove(StateSnapshot.LOCK_FIELD);
    StateSnapshot read = new StateSnapshot(revision == null ? "0" : revision, properties);
    synchronized (this) {
      // not in place of what another turn has put here meanwhile
      if (latest == null || (settled && known != null && isLatest(known))) {
        latest = read;
        settled = true;
      }
      return latest;
    }
  }

  /** Whether a turn has the lock of the state, as of now. */
  boolean isLocked(long now) {
    byte[] lock = link.field(key, StateSnapshot.LOCK_FIELD);
    if (lock == null) {
      return false;
    }
    String text = new String(lock, StandardCharsets.UTF_8);
    try {
      return Long.parseLong(text.substring(text.indexOf(' ') + 1)) > now;
    } catch (NumberFormatException e) {
      return false; // what the scripts do not take for a lock either
    }
  }

  private synchronized boolean isDoubtful() {
    return settled && lostAt != 0 && System.nanoTime() - lostAt < CONTENDED_NANOS;
  }

  /** A turn has lost against one of another instance. */
  synchronized void contended() {
    lostAt = System.nanoTime();
  }

  /** What a turn has put here is in Redis by now. */
  synchronized void committed(String revision) {
    settled = settled || (latest != null && latest.revision().equals(revision));
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
    settled = false;
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
