package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.limit.Taken;
import io.mas.protocol.Envelope;
import java.time.Duration;

/**
 * Whether as many messages have passed as may. What agents send and request of each other counts,
 * answers and what is for the gateway itself do not. A message that passes has taken its tokens, so
 * this check stands behind all others.
 */
final class LimitCheck implements Check {
  @Override
  public String name() {
    return "limit";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Envelope envelope = submission.envelope();
    if (!submission.isToAgent()) {
      return Verdict.PASS;
    }
    Taken taken =
        view.limiter().take(envelope.sender(), envelope.type(), envelope.target(), view.now());
    Verdict verdict = verdict(taken);
    return taken.shadows().isEmpty()
        ? verdict
        : verdict.shadowing(
            Verdict.refuse(Decision.RATE_LIMITED, String.join(", ", taken.shadows())));
  }

  private static Verdict verdict(Taken taken) {
    return switch (taken.outcome()) {
      case PASSED -> Verdict.PASS;
      case REFUSED ->
          Verdict.refuse(
              Decision.RATE_LIMITED, taken.reason(), Duration.ofMillis(taken.delayMillis()));
      case HELD ->
          Verdict.hold(
              Decision.RATE_LIMITED, taken.reason(), Duration.ofMillis(taken.delayMillis()));
    };
  }
}
