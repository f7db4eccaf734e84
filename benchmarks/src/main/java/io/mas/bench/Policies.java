package io.mas.bench;

import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.Terms;
import java.util.ArrayList;
import java.util.List;

/** Policies of any size, of the kinds of rules that people write. */
final class Policies {
  private static final int ROLES = 10;

  private Policies() {}

  /** The id of an agent, by its number. */
  static String agent(int number) {
    return "agent-" + number;
  }

  /**
   * So many rules about a third as many agents: for each agent one that allows two targets, one
   * that is about some types, and a role; and a block for each tenth.
   */
  static Policy of(int rules) {
    List<PolicyRule> all = new ArrayList<>();
    for (int role = 0; role < ROLES; role++) {
      all.add(
          new PolicyRule.Role(
              "role-" + role, List.of("send:patient-" + role + "*"), "", Origin.CODE));
    }
    for (int agent = 0; all.size() < rules; agent++) {
      String id = agent(agent);
      Origin origin = new Origin("agents.yaml", all.size() + 1);
      all.add(new PolicyRule.Allow(id, List.of(agent(agent + 1), agent(agent + 2)), origin));
      all.add(
          new PolicyRule.Allow(id, List.of(agent(agent + 3)), origin)
              .under(new Terms(List.of("order.*"), false)));
      all.add(new PolicyRule.AssignRole(id, "role-" + agent % ROLES, origin));
      if (agent % 10 == 0) {
        all.add(new PolicyRule.Block(id, List.of(agent(agent + 2)), origin));
      }
    }
    return Policy.compile(all);
  }
}
