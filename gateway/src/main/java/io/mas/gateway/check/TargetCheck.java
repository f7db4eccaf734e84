package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.identity.Principal;
import io.mas.protocol.Envelope;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;

/** Whether there is somebody whom the message can be brought to. */
final class TargetCheck implements Check {
  /** The one question that the gateway itself answers. */
  static final String DISCOVER = "mas.discover";

  @Override
  public String name() {
    return "target";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Envelope envelope = submission.envelope();
    Principal target = submission.target();
    if (target != null && target.isRevoked()) {
      return Verdict.refuse(Decision.UNKNOWN_TARGET, "agent " + envelope.target() + " is revoked");
    }
    Verdict way = way(envelope, target != null);
    return way.passes() && envelope.kind().isAnswer() == envelope.targetInstance().isEmpty()
        ? invalid("an answer names the instance that asked, and nothing else does")
        : way;
  }

  private static Verdict way(Envelope envelope, boolean provisioned) {
    boolean system = envelope.target().equals(Names.SYSTEM_AGENT);
    return switch (envelope.kind()) {
      case REGISTER, LEAVE, REPORT ->
          system ? Verdict.PASS : invalid("an announcement is for the gateway");
      case DEAD ->
          envelope.target().equals(envelope.sender())
              ? Verdict.PASS
              : invalid("a dead letter is an agent's own");
      case SEND, REQUEST, REPLY, FAULT -> {
        if (system) {
          yield envelope.kind() == Kind.REQUEST && envelope.type().equals(DISCOVER)
              ? Verdict.PASS
              : invalid("the gateway answers requests of type " + DISCOVER + " alone");
        }
        yield provisioned
            ? Verdict.PASS
            : Verdict.refuse(
                Decision.UNKNOWN_TARGET, "no agent " + envelope.target() + " is provisioned");
      }
      case REJECTION -> invalid("agents send no rejections");
    };
  }

  private static Verdict invalid(String reason) {
    return Verdict.refuse(Decision.INVALID_MESSAGE, reason);
  }
}
