package io.mas.gateway.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether one agent may send to another, and why. Immutable. */
public sealed interface PolicyVerdict {
  /** Whether the message may pass. */
  boolean allowed();

  /** The rule that decided; null when no rule allows it, which is a denial. */
  @Nullable PolicyRule rule();

  /** Why, for a person, with the origin of what decided. */
  String reason();

  /** How long a person has to approve what is allowed; null where nobody need. */
  default @Nullable Duration approval() {
    return null;
  }

  /** What becomes of the message. */
  default Effect effect() {
    if (!allowed()) {
      return Effect.DENY;
    }
    return approval() == null ? Effect.ALLOW : Effect.HOLD;
  }

  /**
   * Allowed, if a person approves.
   *
   * @param verdict what allows it
   * @param approval how long that person has
   */
  record WithApproval(PolicyVerdict verdict, Duration approval) implements PolicyVerdict {
    @Override
    public boolean allowed() {
      return verdict.allowed();
    }

    @Override
    public @Nullable PolicyRule rule() {
      return verdict.rule();
    }

    @Override
    public String reason() {
      return verdict.reason() + ", with approval";
    }
  }

  /**
   * A rule that names the pair decided. There is one such verdict for each rule, made when the
   * policy is compiled.
   */
  record ByRule(boolean allowed, PolicyRule rule, String reason) implements PolicyVerdict {
    static ByRule allowedBy(PolicyRule rule) {
      return new ByRule(true, rule, "allowed by " + rule.kind() + " (" + rule.origin() + ")");
    }

    static ByRule blockedBy(PolicyRule.Block rule) {
      return new ByRule(false, rule, "blocked by " + rule.kind() + " (" + rule.origin() + ")");
    }
  }

  /**
   * A permission of a role that the sender has allowed it.
   *
   * @param rule what gave the role to the sender
   * @param role the role
   * @param source the role that has the permission: the same, or one that it includes
   * @param permission the one of its permissions that fits: the one that names the target, else the
   *     first listed pattern
   */
  record ByRole(
      PolicyRule.AssignRole rule, PolicyRule.Role role, PolicyRule.Role source, String permission)
      implements PolicyVerdict {
    @Override
    public boolean allowed() {
      return true;
    }

    // Put together when asked: made beforehand it would take memory for each permission of each
    // agent that has the role.
    @Override
    public String reason() {
      String by = source.equals(role) ? role.name() : role.name() + ", by " + source.name() + ",";
      return "allowed by %s (%s): role %s permits %s (%s)"
          .formatted(rule.kind(), rule.origin(), by, permission, source.origin());
    }
  }

  /** Nothing allowed it, so it is denied. */
  record NoRule(String sender, String target) implements PolicyVerdict {
    @Override
    public boolean allowed() {
      return false;
    }

    @Override
    public @Nullable PolicyRule rule() {
      return null;
    }

    @Override
    public String reason() {
      return "no rule allows %s to send to %s".formatted(sender, target);
    }
  }
}
