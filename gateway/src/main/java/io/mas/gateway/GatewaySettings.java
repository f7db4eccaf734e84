package io.mas.gateway;

/**
 * How a gateway is run.
 *
 * @param redisUrl the Redis, with a user that has the rights of an admin
 * @param rules what it decides by
 */
public record GatewaySettings(String redisUrl, GatewayRules rules) {
  /** With the defaults, and no rules but those published. */
  public static GatewaySettings of(String redisUrl) {
    return new GatewaySettings(redisUrl, GatewayRules.defaults());
  }

  /** With other rules. */
  public GatewaySettings with(GatewayRules other) {
    return new GatewaySettings(redisUrl, other);
  }

  /** Without the URL, which may hold a password. */
  @Override
  public String toString() {
    return "GatewaySettings[" + rules.policy().size() + " rules]";
  }
}
