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
 */
public record GatewaySettings(String redisUrl, List<PolicyRule> rules, Duration maxDrift) {
  /** How far a timestamp may be off unless told otherwise. */
  public static final Duration DEFAULT_MAX_DRIFT = Duration.ofMinutes(5);

  /** Copies the list. */
  public GatewaySettings {
    rules = List.copyOf(rules);
  }

  /** With the defaults, and no rules but those published. */
  public static GatewaySettings of(String redisUrl) {
    return new GatewaySettings(redisUrl, List.of(), DEFAULT_MAX_DRIFT);
  }

  /** Without the URL, which may hold a password. */
  @Override
  public String toString() {
    return "GatewaySettings[" + rules.size() + " rules]";
  }
}
