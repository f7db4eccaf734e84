package io.mas.runner.launch;

import io.mas.gateway.GatewayRules;
import io.mas.gateway.policy.Effect;
import io.mas.gateway.policy.Mode;
import io.mas.gateway.policy.PolicyTest;
import io.mas.runner.config.GatewayConfig;
import java.util.List;
import java.util.Map;

/** gateway.yaml, as the rules that a gateway decides by. */
final class GatewayRulesOf {
  private GatewayRulesOf() {}

  static GatewayRules config(GatewayConfig config) {
    return new GatewayRules(
        PolicyRules.of(config.policy().rules()),
        config.policy().mode() == GatewayConfig.PolicyMode.SHADOW ? Mode.SHADOW : Mode.ENFORCE,
        tests(config.policy().tests()),
        config.signing().maxTimestampDrift(),
        config.maxBacklog(),
        LimitsOf.config(config.rateLimit()),
        BreakersOf.config(config),
        Map.of(),
        config.security().jwt().map(JwtRuleOf::config));
  }

  static List<PolicyTest> tests(List<GatewayConfig.PolicyTest> tests) {
    return tests.stream()
        .map(
            test ->
                new PolicyTest(
                    test.from(),
                    test.to(),
                    test.type().orElse(""),
                    effect(test.expect()),
                    PolicyRules.origin(test.position())))
        .toList();
  }

  private static Effect effect(GatewayConfig.Expectation expected) {
    return switch (expected) {
      case ALLOW -> Effect.ALLOW;
      case HOLD -> Effect.HOLD;
      case DENY -> Effect.DENY;
    };
  }
}
