package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.payload.TargetRule;
import io.mas.protocol.Envelope;
import java.util.Map;

/**
 * Whether the message is one that its target takes: its type, the size of its payload, and what the
 * payload is. Answers are not looked at: who asked knows what it gets.
 */
final class PayloadCheck implements Check {
  private final Map<String, TargetRule> targets;

  PayloadCheck(Map<String, TargetRule> targets) {
    this.targets = targets;
  }

  @Override
  public String name() {
    return "payload";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Envelope envelope = submission.envelope();
    TargetRule rule =
        submission.isToAgent() && !targets.isEmpty() ? targets.get(envelope.target()) : null;
    String violation =
        rule == null
            ? null
            : rule.violation(envelope.target(), envelope.type(), submission.payload());
    if (violation == null || rule == null) {
      return Verdict.PASS;
    }
    Verdict refused = Verdict.refuse(Decision.INVALID_MESSAGE, violation);
    return rule.shadow() ? Verdict.PASS.shadowing(refused) : refused;
  }
}
