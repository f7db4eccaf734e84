package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.protocol.Envelope;

/**
 * Whether the message is still wanted: its time to live, or the time for which its sender waits,
 * has not passed. After the permission, since what is forbidden is so at any time.
 */
final class DeadlineCheck implements Check {
  @Override
  public String name() {
    return "deadline";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Envelope envelope = submission.envelope();
    boolean ends = envelope.kind().isMessage();
    return ends && envelope.deadline() != 0 && envelope.deadline() < view.now()
        ? Verdict.refuse(
            Decision.EXPIRED,
            "its deadline had passed " + (view.now() - envelope.deadline()) + " ms before")
        : Verdict.PASS;
  }
}
