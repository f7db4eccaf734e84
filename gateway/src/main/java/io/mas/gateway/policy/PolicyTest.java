package io.mas.gateway.policy;

/**
 * What a policy is expected to decide.
 *
 * @param sender who sends
 * @param target to whom
 * @param type the message type; empty for one that no rule names
 * @param allow whether the message is to pass
 * @param origin where it was written
 */
public record PolicyTest(String sender, String target, String type, boolean allow, Origin origin) {
  /** No message type has it, so that only rules for all types fit it. */
  private static final String ANY_TYPE = "?";

  /** What the policy says instead, or nothing where it is as expected. */
  String contradiction(Policy policy) {
    var verdict = policy.decide(sender, target, type.isEmpty() ? ANY_TYPE : type);
    return verdict.allowed() == allow
        ? ""
        : "expected that %s %s send %s to %s, but: %s"
            .formatted(
                sender,
                allow ? "may" : "may not",
                type.isEmpty() ? "any type" : type,
                target,
                verdict.reason());
  }
}
