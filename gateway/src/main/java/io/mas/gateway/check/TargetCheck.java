package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.identity.Principal;
import io.mas.protocol.Envelope;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import org.jspecify.annotations.Nullable;

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
    Verdict way = way(envelope, submission.target());
    return way.passes() && envelope.kind().isAnswer() == envelope.targetInstance().isEmpty()
        ? invalid("an answer names the instance that asked, and nothing else does")
        : way;
  }

  private static Verdict way(Envelope envelope, @Nullable Principal target) {
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
        if (target == null) {
          yield unknown("no agent " + envelope.target() + " is provisioned");
        }
        yield target.isRevoked()
            ? unknown("agent " + envelope.target() + " is revoked")
            : Verdict.PASS;
      }
      case REJECTION -> invalid("agents send no rejections");
    };
  }

  private static Verdict unknown(String reason) {
    return Verdict.refuse(Decision.UNKNOWN_TARGET, reason);
  }

  private static Verdict invalid(String reason) {
    return Verdict.refuse(Decision.INVALID_MESSAGE, reason);
  }
}
