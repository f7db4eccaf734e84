package io.mas.gateway.route;

import io.mas.gateway.check.Backlog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long the inboxes are that the owner of a shard delivers to, as last seen, and how fast their
 * agents handle what lies there. Others deliver to the same inboxes, so what is remembered may be
 * too little; after a delivery it is what that found. Used by one thread.
 */
final class Backlogs {
  /** The shortest time over which a rate is taken. */
  private static final long WINDOW_MILLIS = 500;

  /**
   * The longest: beyond it the agent may have had nothing to do for a while. One that has handled
   * nothing for so long, though something lay there, handles nothing.
   */
  private static final long STALE_MILLIS = 10_000;

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What a sender waits where nothing is known of the agent's rate. */
  private static final Duration UNKNOWN = Duration.ofSeconds(1);

  private final LongSupplier most;
  private final Map<String, Seen> inboxes = new HashMap<>();

  /** Of one agent's inbox. */
  private static final class Seen {
    private long length;
    private long windowLength;
    private long windowAdded;
    private long windowBegan;

    /** How many it handles in a millisecond; below zero where that was not seen yet. */
    private double perMilli = -1;

    void beginWindow(long now) {
      windowBegan = now;
      windowLength = length;
      windowAdded = 0;
    }
  }

  /**
   * @param most how many entries may wait in an inbox before senders are refused
   */
  Backlogs(LongSupplier most) {
    this.most = most;
  }

  /**
   * Takes what was seen of an agent's inbox.
   *
   * @param length how many entries it had
   * @param added how many of them this owner had added since it was last seen
   * @param now the time, in milliseconds
   */
  void saw(String agent, long length, long added, long now) {
    Seen seen = inboxes.computeIfAbsent(agent, first -> new Seen());
    seen.length = length;
    seen.windowAdded += added;
    long elapsed = now - seen.windowBegan;
    long handled = seen.windowLength + seen.windowAdded - length;
    if (elapsed > STALE_MILLIS) {
      if (handled <= 0 && seen.windowLength > 0) {
        seen.perMilli = 0;
      }
      seen.beginWindow(now);
    } else if (elapsed >= WINDOW_MILLIS && handled > 0) {
      seen.perMilli = (double) handled / elapsed;
      seen.beginWindow(now);
    }
  }

  /**
   * Whether an agent's inbox should be looked at before so many more are decided for it: it is not
   * known, or would be half full.
   */
  boolean isToBeSeen(String agent, long more) {
    OptionalLong length = length(agent);
    return length.isEmpty() || length.getAsLong() + more > most.getAsLong() / 2;
  }

  /** How long it was when last seen. */
  OptionalLong length(String agent) {
    Seen seen = inboxes.get(agent);
    return seen == null ? OptionalLong.empty() : OptionalLong.of(seen.length);
  }

  /**
   * What waits for an agent.
   *
   * @param allowed how many were allowed since its inbox was last seen
   */
  Backlog of(String agent, long allowed) {
    Seen seen = inboxes.get(agent);
    return new Backlog((seen == null ? 0 : seen.length) + allowed, retryAfter(seen));
  }

  /**
   * When the agent will have handled a tenth of what may wait, so that not every try is in vain.
   */
  private Duration retryAfter(@Nullable Seen seen) {
    if (seen == null || seen.perMilli < 0) {
      return UNKNOWN;
    }
    if (seen.perMilli == 0) {
      return LONGEST;
    }
    Duration estimate =
        Duration.ofMillis((long) (Math.max(1, most.getAsLong() / 10) / seen.perMilli));
    if (estimate.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return estimate.compareTo(LONGEST) > 0 ? LONGEST : estimate;
  }

  /** Forgets what it knows, as a new owner does. */
  void forget() {
    inboxes.clear();
  }
}
