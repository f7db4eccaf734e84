package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.protocol.Envelope;

/**
 * Whether the target has fallen too far behind. Answers pass, since they are for one that waits,
 * and so does what is for the gateway itself.
 */
final class BacklogCheck implements Check {
  private final long most;

  /**
   * @param most how many entries may wait in an inbox before senders are refused
   */
  BacklogCheck(long most) {
    this.most = most;
  }

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Envelope envelope = submission.envelope();
    Backlog backlog = view.backlog();
    return submission.isToAgent() && backlog.waiting() >= most
        ? Verdict.refuse(
            Decision.BACKPRESSURE,
            "%d messages wait for %s, and max_backlog is %d"
                .formatted(backlog.waiting(), envelope.target(), most),
            backlog.retryAfter())
        : Verdict.PASS;
  }
}
