package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.control.Restriction;
import io.mas.protocol.Envelope;

/**
 * Whether neither party of a message is in quarantine, or killed. Registrations, departures,
 * reports and dead letters of such an agent pass: they reach nobody.
 */
final class QuarantineCheck implements Check {
  @Override
  public String name() {
    return "quarantine";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Envelope envelope = submission.envelope();
    return switch (envelope.kind()) {
      case REGISTER, LEAVE, DEAD, REPORT -> Verdict.PASS;
      case SEND, REQUEST, REPLY, FAULT, REJECTION -> {
        Verdict sender = verdict(view, submission.owner());
        yield sender.passes() ? verdict(view, envelope.target()) : sender;
      }
    };
  }

  private static Verdict verdict(View view, String agent) {
    Restriction restriction = view.restrictions().of(agent);
    return restriction == null
        ? Verdict.PASS
        : Verdict.refuse(Decision.AUTHZ_DENIED, restriction.about(agent));
  }
}
