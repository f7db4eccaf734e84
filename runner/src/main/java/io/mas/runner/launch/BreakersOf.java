package io.mas.runner.launch;

import io.mas.gateway.breaker.BreakerRule;
import io.mas.gateway.breaker.Breakers;
import io.mas.gateway.policy.Mode;
import io.mas.runner.config.GatewayConfig;
import java.util.HashMap;
import java.util.Map;

/** The circuit breakers of gateway.yaml, as those that a gateway has. */
final class BreakersOf {
  private BreakersOf() {}

  static Breakers config(GatewayConfig config) {
    if (!config.features().circuitBreaker()) {
      return Breakers.NONE;
    }
    Map<String, BreakerRule> targets = new HashMap<>();
    config.circuitBreaker().targets().forEach((id, breaker) -> targets.put(id, rule(breaker)));
    return Breakers.ofEach(rule(config.circuitBreaker().every())).withTargets(targets);
  }

  private static BreakerRule rule(GatewayConfig.Breaker breaker) {
    return new BreakerRule(
        breaker.failureThreshold(),
        breaker.successThreshold(),
        breaker.timeout(),
        breaker.window(),
        breaker.maxBacklogAge(),
        breaker.mode() == GatewayConfig.PolicyMode.SHADOW ? Mode.SHADOW : Mode.ENFORCE);
  }
}
