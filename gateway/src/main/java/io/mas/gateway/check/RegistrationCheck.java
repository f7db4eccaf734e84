package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.identity.Announcement;
import io.mas.gateway.identity.InstanceEntry;
import io.mas.protocol.Digests;
import io.mas.protocol.Kind;
import io.mas.protocol.ProtocolException;

/**
 * Whether the message comes from an instance that was registered when the message entered the
 * outbox, and bears that instance's token. A registration itself must bear a number above all that
 * its agent has had.
 */
final class RegistrationCheck implements Check {
  /**
   * Far more than were ever refused in a row without a trace, and so few that a stolen key does not
   * use up the numbers of an agent.
   */
  private static final long LARGEST_STEP = 1_000_000;

  @Override
  public String name() {
    return "registration";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    if (submission.envelope().kind() == Kind.REGISTER) {
      return registers(submission, view);
    }
    InstanceEntry instance = view.ledger().find(submission.envelope().senderInstance());
    if (instance == null) {
      return unlisted(submission, view);
    }
    if (!Digests.same(instance.tokenHash(), Digests.sha256(submission.proof().token()))) {
      return Verdict.refuse(Decision.AUTH_FAILED, "the token is not that of the instance");
    }
    boolean late =
        instance.lapsedAt() != 0
            && Long.compareUnsigned(submission.entered(), instance.lapsedAt()) > 0;
    return late
        ? Verdict.refuse(Decision.AUTH_FAILED, "the instance's registration had lapsed")
        : Verdict.PASS;
  }

  /**
   * Of an instance that is not in the ledger. One whose number is not above the floor was there and
   * is gone: what it sent while it was has been decided.
   */
  static Verdict unlisted(Submission submission, View view) {
    long number = submission.envelope().instanceNumber();
    return number > 0 && number <= view.ledger().floor()
        ? Verdict.refuse(
            Decision.REPLAYED, "the sending instance is gone, and what it sent was decided")
        : Verdict.refuse(Decision.AUTH_FAILED, "the sending instance is not registered");
  }

  private static Verdict registers(Submission submission, View view) {
    try {
      long number = Announcement.number(submission.payload());
      long highest = view.ledger().highest();
      if (number <= highest) {
        return Verdict.refuse(Decision.REPLAYED, "a registration's number must rise");
      }
      return number - highest <= LARGEST_STEP
          ? Verdict.PASS
          : Verdict.refuse(
              Decision.INVALID_MESSAGE, "a registration's number is too far above the last one");
    } catch (ProtocolException e) {
      return Verdict.refuse(Decision.INVALID_MESSAGE, String.valueOf(e.getMessage()));
    }
  }
}
