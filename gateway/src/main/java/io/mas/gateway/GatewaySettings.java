package io.mas.gateway;

import io.mas.gateway.policy.PolicyRule;
import java.util.List;

/**
 * How a gateway is run.
 *
 * @param redisUrl the Redis, with a user that has the rights of an admin
 * @param rules the rules of its own configuration, beside those published in Redis
 */
public record GatewaySettings(String redisUrl, List<PolicyRule> rules) {

  /** Copies the list. */
  public GatewaySettings {
    rules = List.copyOf(rules);
  }

  /** Without the URL, which may hold a password. */
  @Override
  public String toString() {
    return "GatewaySettings[" + rules.size() + " rules]";
  }
}
