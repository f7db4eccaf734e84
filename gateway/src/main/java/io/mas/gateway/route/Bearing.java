package io.mas.gateway.route;

import io.mas.gateway.breaker.Breakers;
import io.mas.gateway.check.Decider;
import io.mas.gateway.limit.LimitRules;
import io.mas.gateway.limit.Limits;
import io.mas.gateway.payload.TargetRule;
import io.mas.gateway.policy.Mode;
import java.time.Duration;
import java.util.Map;

/**
 * What the configuration in force comes to. Exchanged as a whole.
 *
 * @param decider the checks
 * @param maxBacklog how many entries may wait in an inbox before senders are refused
 * @param limits how many messages may pass
 * @param breakers when targets are left alone
 */
public record Bearing(Decider decider, long maxBacklog, LimitRules limits, Breakers breakers) {
  /**
   * Of what a configuration says.
   *
   * @param maxDrift how far a message's timestamp may be from the time it entered the outbox
   * @param maxBacklog how many entries may wait in an inbox before senders are refused
   * @param policyMode whether the policy is in force, or only noted
   * @param limits how many messages may pass
   * @param breakers when targets are left alone
   * @param targets what messages to each target may be
   */
  public static Bearing of(
      Duration maxDrift,
      long maxBacklog,
      Mode policyMode,
      Limits limits,
      Breakers breakers,
      Map<String, TargetRule> targets) {
    return new Bearing(
        Decider.standard(maxDrift, maxBacklog, policyMode, targets),
        maxBacklog,
        LimitRules.of(limits),
        breakers);
  }
}
