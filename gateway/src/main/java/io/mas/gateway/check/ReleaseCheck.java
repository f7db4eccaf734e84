package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.identity.Principal;
import io.mas.gateway.identity.Release;
import io.mas.protocol.KeyState;
import io.mas.protocol.Kind;
import io.mas.protocol.VerifyingKey;

/**
 * Whether the message was released, from the dead letters or by a person's approval, and its sender
 * is still provisioned. It stands in the place of all that shows who has just sent a message.
 */
final class ReleaseCheck implements Check {
  @Override
  public String name() {
    return "released";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Release released = submission.released();
    if (released == null) {
      return Verdict.refuse(Decision.CHECK_FAILED, "the message was not released");
    }
    Kind kind = submission.envelope().kind();
    if (kind != Kind.SEND && kind != Kind.REQUEST) {
      return Verdict.refuse(Decision.INVALID_MESSAGE, "nothing but a message is released");
    }
    Principal sender = submission.sender();
    if (sender == null) {
      return Verdict.refuse(Decision.AUTH_FAILED, "the sender is not provisioned");
    }
    if (sender.isRevoked()) {
      return Verdict.refuse(Decision.AUTH_FAILED, "the sender is revoked");
    }
    Release.Approval approval = released.approval();
    return approval == null ? Verdict.PASS : byKey(sender, approval.key());
  }

  /** What was signed with a key that is in force no more is not its holder's word any more. */
  private static Verdict byKey(Principal sender, String id) {
    if (id.isEmpty()) {
      return Verdict.PASS;
    }
    VerifyingKey key = sender.key(id);
    if (key == null) {
      return Verdict.refuse(Decision.AUTH_FAILED, "the key that signed it is gone");
    }
    return key.state() == KeyState.REVOKED
        ? Verdict.refuse(Decision.AUTH_FAILED, "the signing key " + id + " is revoked")
        : Verdict.PASS;
  }
}
