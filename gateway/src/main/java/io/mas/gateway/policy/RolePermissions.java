package io.mas.gateway.policy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The permissions of a role, ready for look-ups; one for all agents that have it. */
final class RolePermissions {
  private final PolicyRule.Role role;
  private final Map<String, String> exact = new HashMap<>();
  private final SendPermission[] patterns;

  RolePermissions(PolicyRule.Role role) {
    this.role = role;
    var permissions = role.permissions().stream().map(SendPermission::parse).toList();
    this.patterns =
        permissions.stream().filter(p -> !p.pattern().isExact()).toArray(SendPermission[]::new);
    permissions.stream()
        .filter(p -> p.pattern().isExact())
        .forEach(p -> exact.put(p.pattern().prefix(), p.text()));
  }

  PolicyRule.Role role() {
    return role;
  }

  /** The permission to send to the target, or null. */
  @Nullable String permitting(String target) {
    var named = exact.get(target);
    if (named != null) {
      return named;
    }
    for (var permission : patterns) {
      if (permission.pattern().matches(target)) {
        return permission.text();
      }
    }
    return null;
  }
}
