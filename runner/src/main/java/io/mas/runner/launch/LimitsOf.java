package io.mas.runner.launch;

import io.mas.gateway.limit.Limit;
import io.mas.gateway.limit.Limits;
import io.mas.gateway.limit.OnLimit;
import io.mas.gateway.policy.Mode;
import io.mas.runner.config.GatewayConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The limits of gateway.yaml, as those that a gateway keeps. */
final class LimitsOf {
  private LimitsOf() {}

  static Limits config(GatewayConfig.RateLimit limits) {
    return new Limits(
        limit(limits.every()),
        limits(limits.agents()),
        limits(limits.types()),
        limits(limits.targets()),
        limits.global().map(LimitsOf::limit).orElse(null));
  }

  private static Map<String, Limit> limits(Map<String, GatewayConfig.Limit> named) {
    Map<String, Limit> limits = new HashMap<>();
    named.forEach((name, limit) -> limits.put(name, limit(limit)));
    return limits;
  }

  private static Limit limit(GatewayConfig.Limit limit) {
    return new Limit(
        number(limit.perMinute()),
        number(limit.perHour()),
        number(limit.burst()),
        limit.onLimit() == GatewayConfig.OnLimit.THROTTLE ? OnLimit.THROTTLE : OnLimit.REJECT,
        limit.mode() == GatewayConfig.PolicyMode.SHADOW ? Mode.SHADOW : Mode.ENFORCE);
  }

  private static OptionalInt number(Optional<Integer> number) {
    return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
