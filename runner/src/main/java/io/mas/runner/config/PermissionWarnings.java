package io.mas.runner.config;

import io.mas.runner.yaml.Findings;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds rules that name what the file does not have: probably a slip, but no error. */
final class PermissionWarnings {

  private PermissionWarnings() {}

  static void add(List<Permission> permissions, Set<String> agentIds, Findings findings) {
    Set<String> roles =
        permissions.stream()
            .filter(Permission.Role.class::isInstance)
            .map(p -> ((Permission.Role) p).name().value())
            .collect(Collectors.toSet());
    for (Permission permission : permissions) {
      permission
          .named()
          .filter(id -> !id.value().equals(Ids.RESERVED))
          .forEach(id -> warn("agent", id, agentIds, findings));
      Permission plain =
          permission instanceof Permission.Qualified qualified ? qualified.plain() : permission;
      if (plain instanceof Permission.AssignRole assignment) {
        warn("role", assignment.role(), roles, findings);
      }
    }
  }

  private static void warn(
      String what, Located<String> name, Collection<String> known, Findings findings) {
    if (!known.contains(name.value())) {
      findings.warning(
          name.position(),
          () ->
              "a permission names the "
                  + what
                  + " `"
                  + name.value()
                  + "`, which this file does not have"
                  + Nearest.hint(name.value(), known));
    }
  }
}
