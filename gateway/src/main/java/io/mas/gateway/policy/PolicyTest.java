package io.mas.gateway.policy;

/**
 * What a policy is expected to decide.
 *
 * @param sender who sends
 * @param target to whom
 * @param type the message type; empty for one that no rule names
 * @param expected what is to become of the message
 * @param origin where it was written
 */
public record PolicyTest(
    String sender, String target, String type, Effect expected, Origin origin) {
  /** No message type has it, so that only rules for all types fit it. */
  private static final String ANY_TYPE = "?";

  /** What the policy says instead, or nothing where it is as expected. */
  String contradiction(Policy policy) {
    var verdict = policy.decide(sender, target, type.isEmpty() ? ANY_TYPE : type);
    return verdict.effect() == expected
        ? ""
        : "expected that %s %s send %s to %s%s, but: %s"
            .formatted(
                sender,
                expected == Effect.DENY ? "may not" : "may",
                type.isEmpty() ? "any type" : type,
                target,
                approval(verdict),
                verdict.reason());
  }

  private String approval(PolicyVerdict found) {
    return switch (expected) {
      case ALLOW -> found.allowed() ? " without approval" : "";
      case HOLD -> " with approval";
      case DENY -> "";
    };
  }
}
