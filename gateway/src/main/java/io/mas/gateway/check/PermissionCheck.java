package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.identity.Release;
import io.mas.gateway.policy.Mode;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyVerdict;
import io.mas.protocol.Envelope;
import io.mas.protocol.Names;
import io.mas.protocol.ReplyToken;
import java.time.Duration;
import java.util.UUID;

/**
 * Whether the sender may send to the target. An answer needs no permission but the token that came
 * with its request, which only the agent that was asked can give.
 */
final class PermissionCheck implements Check {
  private final Mode mode;

  PermissionCheck(Mode mode) {
    this.mode = mode;
  }

  @Override
  public String name() {
    return "permission";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Envelope envelope = submission.envelope();
    return switch (envelope.kind()) {
      case REGISTER, LEAVE, DEAD, REPORT -> Verdict.PASS;
      case REPLY, FAULT -> answer(envelope, view);
      case SEND, REQUEST, REJECTION ->
          envelope.target().equals(Names.SYSTEM_AGENT)
              ? Verdict.PASS
              : approved(submission, byPolicy(envelope, view));
    };
  }

  private Verdict byPolicy(Envelope envelope, View view) {
    Policy policy = view.policy();
    if (policy == null) {
      return Verdict.refuse(Decision.CHECK_FAILED, "the policy could not be read");
    }
    Verdict verdict = verdict(policy.decide(envelope.sender(), envelope.target(), envelope.type()));
    if (mode == Mode.SHADOW && !verdict.passes()) { // what would be held too
      return Verdict.pass("the policy is in shadow mode").shadowing(verdict);
    }
    PolicyVerdict shadow = policy.shadow(envelope.sender(), envelope.target(), envelope.type());
    return shadow == null ? verdict : verdict.shadowing(verdict(shadow));
  }

  private static Verdict verdict(PolicyVerdict verdict) {
    Duration approval = verdict.approval();
    if (approval != null) {
      return Verdict.held(verdict.reason(), approval);
    }
    return verdict.allowed()
        ? Verdict.pass(verdict.reason())
        : Verdict.refuse(Decision.AUTHZ_DENIED, verdict.reason());
  }

  /** What a person has approved need not be approved again; all else about it is judged anew. */
  private static Verdict approved(Submission submission, Verdict verdict) {
    Release released = submission.released();
    boolean given = released != null && released.approval() != null;
    return given && verdict.holds()
        ? new Verdict(Decision.ALLOWED, verdict.reason(), null, false, verdict.shadow())
        : verdict;
  }

  private static Verdict answer(Envelope envelope, View view) {
    ReplyToken token = envelope.replyToken();
    UUID correlation = envelope.correlation();
    if (token == null || correlation == null) {
      return Verdict.refuse(Decision.AUTHZ_DENIED, "an answer needs the token of its request");
    }
    boolean allowed =
        view.keys()
            .allows(
                token,
                correlation,
                envelope.target(),
                envelope.targetInstance(),
                envelope.sender(),
                view.now());
    return allowed
        ? Verdict.pass("answers a request")
        : Verdict.refuse(
            Decision.AUTHZ_DENIED, "the reply token is not of this request, or has ended");
  }
}
