package io.mas.runner.launch;

import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyException;
import io.mas.gateway.policy.PolicyRule;
import io.mas.runner.yaml.ConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * The permissions of agents.yaml as a gateway takes them, and those that gateway.yaml adds.
 *
 * @param name under which the rules of agents.yaml are published
 * @param rules those of agents.yaml
 * @param gatewayRules those of gateway.yaml
 */
record PolicySource(String name, List<PolicyRule> rules, List<PolicyRule> gatewayRules) {

  /**
   * Those of a configuration, checked together.
   *
   * @throws ConfigException if a gateway would not take them
   */
  static PolicySource of(Configuration configuration) {
    try {
      PolicySource source =
          new PolicySource(
              configuration.agents().file().toString(),
              PolicyRules.of(configuration.agents().permissions()),
              PolicyRules.of(configuration.gateway().policy().rules()));
      List<PolicyRule> all = new ArrayList<>(source.rules());
      all.addAll(source.gatewayRules());
      Policy.compile(all);
      return source;
    } catch (PolicyException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }
}
