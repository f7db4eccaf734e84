package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.identity.InstanceEntry;
import io.mas.protocol.Kind;

/**
 * Whether the message's number is above all that its instance has sent: else it was seen before.
 */
final class SequenceCheck implements Check {
  @Override
  public String name() {
    return "sequence";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    if (submission.envelope().kind() == Kind.REGISTER) {
      return Verdict.PASS;
    }
    InstanceEntry instance = view.ledger().find(submission.envelope().senderInstance());
    if (instance == null) {
      return RegistrationCheck.unlisted(submission, view);
    }
    return submission.envelope().sequence() > instance.sequence()
        ? Verdict.PASS
        : Verdict.refuse(Decision.REPLAYED, "the sequence number did not rise");
  }
}
