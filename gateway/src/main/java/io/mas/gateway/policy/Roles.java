package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles of a policy, each with all that it includes. */
final class Roles {
  private final Map<String, PolicyRule.Role> byName = new LinkedHashMap<>();
  private final List<PolicyProblem> problems = new ArrayList<>();

  private Roles() {}

  /**
   * Of rules. Throws a {@link PolicyException} with every role that is defined twice, that is
   * included or assigned and not defined, or that includes itself.
   */
  static Map<String, RolePermissions> of(Collection<? extends PolicyRule> rules) {
    var roles = new Roles();
    rules.forEach(roles::define);
    rules.forEach(roles::checkAssignment);
    var permissions = new HashMap<String, RolePermissions>();
    roles.byName.forEach(
        (name, role) -> permissions.put(name, new RolePermissions(role, roles.included(role))));
    if (!roles.problems.isEmpty()) {
      throw new PolicyException(roles.problems);
    }
    return permissions;
  }

  private void define(PolicyRule rule) {
    if (rule instanceof PolicyRule.Role role) {
      var first = byName.putIfAbsent(role.name(), role);
      if (first != null) {
        problem(role, "role %s is already defined at %s".formatted(role.name(), first.origin()));
      }
    }
  }

  private void checkAssignment(PolicyRule rule) {
    if (rule.plain() instanceof PolicyRule.AssignRole assignment
        && !byName.containsKey(assignment.role())) {
      problem(
          assignment,
          "assign_role gives %s the role %s, which is not defined%s"
              .formatted(assignment.agentId(), assignment.role(), nearest(assignment.role())));
    }
  }

  private Collection<PolicyRule.Role> included(PolicyRule.Role role) {
    var found = new LinkedHashMap<String, PolicyRule.Role>();
    found.put(role.name(), role);
    include(role, role, found);
    return found.values();
  }

  private void include(
      PolicyRule.Role top, PolicyRule.Role role, Map<String, PolicyRule.Role> found) {
    for (var name : role.includes()) {
      var included = byName.get(name);
      if (name.equals(top.name())) {
        problem(
            top,
            "role %s includes itself%s"
                .formatted(name, role.equals(top) ? "" : ", by " + role.name()));
      } else if (included == null) {
        if (role.equals(top)) {
          problem(
              top,
              "role %s includes the role %s, which is not defined%s"
                  .formatted(top.name(), name, nearest(name)));
        }
      } else if (found.putIfAbsent(name, included) == null) {
        include(top, included, found);
      }
    }
  }

  private String nearest(String name) {
    return Nearest.suggestion(name, Set.copyOf(byName.keySet()));
  }

  private void problem(PolicyRule rule, String message) {
    problems.add(new PolicyProblem(rule.origin(), message));
  }
}
