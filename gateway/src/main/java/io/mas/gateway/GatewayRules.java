package io.mas.gateway;

import io.mas.gateway.breaker.Breakers;
import io.mas.gateway.limit.Limits;
import io.mas.gateway.payload.TargetRule;
import io.mas.gateway.policy.Mode;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.PolicyTest;
import io.mas.gateway.token.JwtRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway decides by, as its own configuration has it; can be exchanged while it runs with
 * {@link Gateway#apply}. Immutable.
 *
 * @param policy the rules of its own configuration, beside those published in Redis
 * @param policyMode whether the policy is in force, or what it would refuse is only recorded
 * @param policyTests what a policy must decide to be taken
 * @param maxDrift how far a message's timestamp may be from the time it entered the outbox
 * @param maxBacklog how many entries may wait in an agent's inbox before its senders are refused
 * @param limits how many messages may pass
 * @param breakers when targets are left alone
 * @param targets what messages to each target may be; to one that is not named, anything
 * @param jwt which token of an issuer outside an agent must show when it registers, if any
 */
public record GatewayRules(
    List<PolicyRule> policy,
    Mode policyMode,
    List<PolicyTest> policyTests,
    Duration maxDrift,
    long maxBacklog,
    Limits limits,
    Breakers breakers,
    Map<String, TargetRule> targets,
    Optional<JwtRule> jwt) {
  private static final GatewayRules DEFAULTS =
      new GatewayRules(
          List.of(),
          Mode.ENFORCE,
          List.of(),
          Duration.ofMinutes(5),
          100_000,
          Limits.NONE,
          Breakers.NONE,
          Map.of(),
          Optional.empty());

  /** Copies the lists. */
  public GatewayRules {
    if (maxBacklog < 1) {
      throw new IllegalArgumentException("max_backlog must be at least 1, not " + maxBacklog);
    }
    policy = List.copyOf(policy);
    policyTests = List.copyOf(policyTests);
    targets = Map.copyOf(targets);
  }

  /**
   * No rules but those published, in force; timestamps may be off by five minutes, and 100,000
   * entries may wait in an inbox. No limits on how many may pass, and no circuit breakers.
   */
  public static GatewayRules defaults() {
    return DEFAULTS;
  }

  /** With other rules of its own. */
  public GatewayRules withPolicy(List<PolicyRule> rules) {
    return new GatewayRules(
        rules, policyMode, policyTests, maxDrift, maxBacklog, limits, breakers, targets, jwt);
  }

  /** With the policy in force, or in shadow mode. */
  public GatewayRules withPolicyMode(Mode mode) {
    return new GatewayRules(
        policy, mode, policyTests, maxDrift, maxBacklog, limits, breakers, targets, jwt);
  }

  /** With other expectations of the policy. */
  public GatewayRules withPolicyTests(List<PolicyTest> tests) {
    return new GatewayRules(
        policy, policyMode, tests, maxDrift, maxBacklog, limits, breakers, targets, jwt);
  }

  /** With another bound on timestamps. */
  public GatewayRules withMaxDrift(Duration drift) {
    return new GatewayRules(
        policy, policyMode, policyTests, drift, maxBacklog, limits, breakers, targets, jwt);
  }

  /** With another bound on inboxes. */
  public GatewayRules withMaxBacklog(long entries) {
    return new GatewayRules(
        policy, policyMode, policyTests, maxDrift, entries, limits, breakers, targets, jwt);
  }

  /** With other limits on how many messages may pass. */
  public GatewayRules withLimits(Limits others) {
    return new GatewayRules(
        policy, policyMode, policyTests, maxDrift, maxBacklog, others, breakers, targets, jwt);
  }

  /** With circuit breakers of targets. */
  public GatewayRules withBreakers(Breakers others) {
    return new GatewayRules(
        policy, policyMode, policyTests, maxDrift, maxBacklog, limits, others, targets, jwt);
  }

  /** With other bounds on what messages to each target may be. */
  public GatewayRules withTargets(Map<String, TargetRule> others) {
    return new GatewayRules(
        policy, policyMode, policyTests, maxDrift, maxBacklog, limits, breakers, others, jwt);
  }

  /** With a token of an issuer outside that every agent must show when it registers. */
  public GatewayRules withJwt(JwtRule rule) {
    return new GatewayRules(
        policy,
        policyMode,
        policyTests,
        maxDrift,
        maxBacklog,
        limits,
        breakers,
        targets,
        Optional.of(rule));
  }
}
