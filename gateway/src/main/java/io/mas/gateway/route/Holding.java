package io.mas.gateway.route;

import io.mas.Decision;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.check.Submission;
import java.util.Objects;

/** Keeps messages that a person has to approve first. */
final class Holding {
  private final Snapshot known;
  private final ShardState state;
  private final Trail trail;

  Holding(Snapshot known, ShardState state, Trail trail) {
    this.known = known;
    this.state = state;
    this.trail = trail;
  }

  /**
   * Sets it aside until a person approves; its sender is told nothing, and waits.
   *
   * @return the ruling that is audited; {@link Decision#BACKPRESSURE} where no more may wait
   */
  Ruling hold(Submission submission, Ruling ruling) {
    long time = Objects.requireNonNull(ruling.retryAfter()).toMillis();
    long deadline = submission.envelope().deadline();
    long size = (long) submission.header().length + submission.payload().length;
    long until = known.now() + time;
    Held.Waiting waiting =
        new Held.Waiting(
            deadline == 0 ? until : Math.min(until, deadline),
            size,
            submission.owner(),
            submission.proof().keyId());
    if (!state.held().takes(waiting.sender(), size)) {
      return new Ruling(
          Decision.BACKPRESSURE,
          "as many messages wait for approval as may",
          ruling.passed(),
          null,
          false,
          ruling.shadows());
    }
    state.held().add(waiting);
    trail.hold(submission, ruling, waiting);
    return ruling;
  }
}
