package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.breaker.Gate;
import io.mas.protocol.Envelope;
import java.time.Duration;

/**
 * Whether the target works, as far as its circuit breaker knows. Answers pass, since they are for
 * one that waits, and so does what is for the gateway itself. A message that passes while the
 * target is tried has taken one of few permits, so this check stands behind all others but the
 * limits; if those do not let it pass, the permit is given back.
 */
final class BreakerCheck implements Check {
  @Override
  public String name() {
    return "breaker";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Envelope envelope = submission.envelope();
    if (!submission.isToAgent()) {
      return Verdict.PASS;
    }
    Gate.Passing passing = view.gate().pass(envelope.target(), view.now());
    return switch (passing.outcome()) {
      case PASSES -> passing.shadowed() ? Verdict.PASS.shadowing(refusal(passing)) : Verdict.PASS;
      case REFUSED -> refusal(passing);
      case UNKNOWN ->
          Verdict.hold(Decision.CIRCUIT_OPEN, "", Duration.ofMillis(passing.delayMillis()));
    };
  }

  private static Verdict refusal(Gate.Passing passing) {
    return passing.delayMillis() == 0
        ? Verdict.refuse(Decision.CIRCUIT_OPEN, passing.reason())
        : Verdict.refuse(
            Decision.CIRCUIT_OPEN, passing.reason(), Duration.ofMillis(passing.delayMillis()));
  }
}
