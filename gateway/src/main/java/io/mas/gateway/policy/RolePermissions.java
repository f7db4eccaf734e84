package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of a role and of those that it includes, ready for look-ups; one for all agents
 * that have it.
 */
final class RolePermissions {
  /** A permission and the role that lists it. */
  record Listed(PolicyRule.Role role, String text) {}

  private record Pattern(Wildcard pattern, Listed listed) {}

  private final PolicyRule.Role role;
  private final Map<String, Listed> exact = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  /**
   * Of a role.
   *
   * @param all the role itself and all that it includes, each once
   */
  RolePermissions(PolicyRule.Role role, Collection<PolicyRule.Role> all) {
    this.role = role;
    for (var source : all) {
      for (var text : source.permissions()) {
        var pattern = SendPermission.parse(text).pattern();
        var listed = new Listed(source, text);
        if (pattern.isExact()) {
          exact.putIfAbsent(pattern.prefix(), listed);
        } else {
          patterns.add(new Pattern(pattern, listed));
        }
      }
    }
  }

  PolicyRule.Role role() {
    return role;
  }

  /** The permission to send to the target, or null. */
  @Nullable Listed permitting(String target) {
    var named = exact.get(target);
    if (named != null) {
      return named;
    }
    for (var permission : patterns) {
      if (permission.pattern().matches(target)) {
        return permission.listed();
      }
    }
    return null;
  }
}
