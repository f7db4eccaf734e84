package io.mas.gateway.check;

import java.time.Duration;

/**
 * What waits in the inbox of one agent.
 *
 * @param waiting how many entries, what was allowed just now included
 * @param retryAfter an estimate of when there is room again, if there is none
 */
public record Backlog(long waiting, Duration retryAfter) {
  /** Of an agent for which nothing waits. */
  public static final Backlog NONE = new Backlog(0, Duration.ZERO);
}
