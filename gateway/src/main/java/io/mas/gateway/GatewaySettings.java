package io.mas.gateway;

import io.mas.gateway.policy.PolicyRule;
import java.time.Duration;
import java.util.List;

/**
 * How a gateway is run.
 *
 * @param redisUrl the Redis, with a user that has the rights of an admin
 * @param rules the rules of its own configuration, beside those published in Redis
 * @param maxDrift how far a message's timestamp may be from the time it entered the outbox
 * @param maxBacklog how many entries may wait in an agent's inbox before its senders are refused
 */
public record GatewaySettings(
    String redisUrl, List<PolicyRule> rules, Duration maxDrift, long maxBacklog) {
  /** How far a timestamp may be off unless told otherwise. */
  public static final Duration DEFAULT_MAX_DRIFT = Duration.ofMinutes(5);

  /** How many entries may wait in an inbox unless told otherwise. */
  public static final long DEFAULT_MAX_BACKLOG = 100_000;

  /** Copies the list. */
  public GatewaySettings {
    if (maxBacklog < 1) {
      throw new IllegalArgumentException("max_backlog must be at least 1, not " + maxBacklog);
    }
    rules = List.copyOf(rules);
  }

  /** With the defaults, and no rules but those published. */
  public static GatewaySettings of(String redisUrl) {
    return new GatewaySettings(redisUrl, List.of(), DEFAULT_MAX_DRIFT, DEFAULT_MAX_BACKLOG);
  }

  /** Without the URL, which may hold a password. */
  @Override
  public String toString() {
    return "GatewaySettings[" + rules.size() + " rules]";
  }
}
