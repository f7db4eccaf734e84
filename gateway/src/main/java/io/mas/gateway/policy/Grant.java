package io.mas.gateway.policy;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that allows one sender many targets and is shared with other senders, instead of being
 * written out for each pair.
 */
sealed interface Grant {
  /** The place in the list of the rule that gives it. */
  int position();

  /** The message types that it is about. */
  TypeCondition types();

  /** The verdict if it allows the target, else null. */
  @Nullable PolicyVerdict verdict(String target);

  /** Membership of a network: every other member may be reached. */
  record Network(
      int position, TypeCondition types, String sender, Set<String> members, PolicyVerdict allowed)
      implements Grant {
    @Override
    public @Nullable PolicyVerdict verdict(String target) {
      return members.contains(target) && !target.equals(sender) ? allowed : null;
    }
  }

  /** A role that the sender has. */
  record OfRole(
      int position,
      TypeCondition types,
      PolicyRule.AssignRole assignment,
      RolePermissions role,
      @Nullable Duration approval)
      implements Grant {
    @Override
    public @Nullable PolicyVerdict verdict(String target) {
      var permission = role.permitting(target);
      if (permission == null) {
        return null;
      }
      var verdict =
          new PolicyVerdict.ByRole(assignment, role.role(), permission.role(), permission.text());
      return approval == null ? verdict : new PolicyVerdict.WithApproval(verdict, approval);
    }
  }
}
