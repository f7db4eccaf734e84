package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.identity.Announcement;
import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.token.Shown;
import io.mas.protocol.Kind;
import io.mas.protocol.ProtocolException;

/**
 * Whether the instance has shown, when it registered, a token of the issuer outside that names its
 * agent, and that had not expired when the message entered the outbox. After what shows that the
 * message is the instance's, so that it is told.
 */
final class TokenCheck implements Check {
  @Override
  public String name() {
    return "token";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Kind kind = submission.envelope().kind();
    if (!view.tokens().required() || kind == Kind.LEAVE) {
      return Verdict.PASS; // to leave takes nothing but what is the instance's own
    }
    if (kind == Kind.REGISTER) {
      return registers(submission, view);
    }
    InstanceEntry instance = view.ledger().find(submission.envelope().senderInstance());
    if (instance == null || instance.expiresAt() == 0) {
      return Verdict.refuse(
          Decision.AUTH_FAILED,
          "its registration bore no token of "
              + view.tokens().issuer()
              + "; it must register anew");
    }
    return Long.compareUnsigned(submission.entered(), instance.expiresAt()) > 0
        ? Verdict.refuse(
            Decision.AUTH_FAILED, "its token from " + view.tokens().issuer() + " has expired")
        : Verdict.PASS;
  }

  /** By the clock of now: whoever writes an outbox can choose when an entry seems to have come. */
  private static Verdict registers(Submission submission, View view) {
    try {
      Shown shown =
          view.tokens()
              .examine(Announcement.token(submission.payload()), submission.owner(), view.now());
      return shown.holds() ? Verdict.PASS : Verdict.refuse(shown.decision(), shown.reason());
    } catch (ProtocolException e) {
      return Verdict.refuse(Decision.INVALID_MESSAGE, String.valueOf(e.getMessage()));
    }
  }
}
