package io.mas.runner.launch;

import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyException;
import io.mas.gateway.policy.PolicyProblem;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.PolicyTest;
import io.mas.gateway.policy.PolicyWarnings;
import io.mas.runner.config.AgentSettings;
import io.mas.runner.yaml.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The permissions of agents.yaml as a gateway takes them, those that gateway.yaml adds, and the
 * tests of both.
 *
 * @param name under which the rules of agents.yaml are published
 * @param rules those of agents.yaml
 * @param gatewayRules those of gateway.yaml
 * @param tests those of gateway.yaml
 * @param policy what all rules come to
 * @param warnings what is odd about them, a line each
 */
public record PolicySource(
    String name,
    List<PolicyRule> rules,
    List<PolicyRule> gatewayRules,
    List<PolicyTest> tests,
    Policy policy,
    List<String> warnings) {

  /**
   * Those of a configuration, checked together.
   *
   * @throws ConfigException if a gateway would not take them; failing tests are no such error
   */
  public static PolicySource of(Configuration configuration) {
    try {
      List<PolicyRule> rules = PolicyRules.of(configuration.agents().permissions());
      List<PolicyRule> gatewayRules = PolicyRules.of(configuration.gateway().policy().rules());
      List<PolicyRule> all = new ArrayList<>(gatewayRules);
      all.addAll(rules);
      return new PolicySource(
          configuration.agents().file().toString(),
          rules,
          gatewayRules,
          GatewayRulesOf.tests(configuration.gateway().policy().tests()),
          Policy.compile(all),
          warnings(configuration, all));
    } catch (PolicyException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** Names that no agent has were found when the files were read. */
  private static List<String> warnings(Configuration configuration, List<PolicyRule> all) {
    Set<String> agents =
        configuration.agents().agents().stream()
            .map(AgentSettings::id)
            .collect(Collectors.toUnmodifiableSet());
    List<PolicyProblem> problems = new ArrayList<>(PolicyWarnings.fittingNobody(all, agents));
    problems.addAll(PolicyWarnings.idle(all));
    return problems.stream().map(PolicyProblem::toString).toList();
  }

  /** What the policy decides otherwise than its tests expect. */
  public List<PolicyProblem> failures() {
    return policy.failures(tests);
  }
}
