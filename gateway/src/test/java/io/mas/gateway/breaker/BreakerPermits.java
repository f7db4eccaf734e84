package io.mas.gateway.breaker;

/** Permits for tests without a Redis. */
public final class BreakerPermits {
  private BreakerPermits() {}

  /** Gives one, as Redis would. */
  public static void give(Permits permits, String agent, long opening, BreakerRule rule, long now) {
    permits.of(agent, opening, rule).came(1, now + rule.timeout().toMillis(), now);
  }
}
