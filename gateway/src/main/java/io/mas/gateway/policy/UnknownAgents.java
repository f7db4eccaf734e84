package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Finds rules about agents that are not there: most often a mistyped id. */
final class UnknownAgents {
  /** The gateway's own id, which agents ask for discovery and the like. */
  private static final String RESERVED = "mas";

  private UnknownAgents() {}

  static List<PolicyProblem> among(Collection<? extends PolicyRule> rules, Set<String> known) {
    var problems = new ArrayList<PolicyProblem>();
    for (var rule : rules) {
      for (var id : rule.mentions()) {
        if (id.equals(RESERVED)) {
          problems.add(problem(rule, "names mas, which every agent may ask: it has no effect"));
        } else if (!known.contains(id)) {
          problems.add(
              problem(
                  rule,
                  "names the agent %s, which is not known%s"
                      .formatted(id, Nearest.suggestion(id, known))));
        }
      }
      if (rule instanceof PolicyRule.Role role) {
        addPatterns(role, known, problems);
      }
    }
    return List.copyOf(problems);
  }

  static List<PolicyProblem> patterns(Collection<? extends PolicyRule> rules, Set<String> known) {
    var problems = new ArrayList<PolicyProblem>();
    for (var rule : rules) {
      if (rule instanceof PolicyRule.Role role) {
        addPatterns(role, known, problems);
      }
    }
    return List.copyOf(problems);
  }

  private static void addPatterns(
      PolicyRule.Role role, Set<String> known, List<PolicyProblem> problems) {
    for (var text : role.permissions()) {
      var pattern = SendPermission.parse(text).pattern();
      if (!pattern.isExact() && known.stream().noneMatch(pattern::matches)) {
        problems.add(
            problem(role, "%s permits %s, which fits no known agent".formatted(role.name(), text)));
      }
    }
  }

  private static PolicyProblem problem(PolicyRule rule, String message) {
    return new PolicyProblem(rule.origin(), rule.kind() + " " + message);
  }
}
