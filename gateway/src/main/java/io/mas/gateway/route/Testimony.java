package io.mas.gateway.route;

import io.mas.Decision;
import io.mas.gateway.audit.Burial;
import io.mas.gateway.breaker.Circuits;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.check.Submission;
import io.mas.protocol.DeadLetter;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.TurnReport;
import java.util.Set;

/** What an agent says of messages that it had: how its turns went, and which it gave up. */
final class Testimony {
  /** What an agent may say of a message that it could not handle; the rest is the gateway's. */
  private static final Set<Decision> OF_AGENTS =
      Set.of(
          Decision.HANDLER_FAILED,
          Decision.VALIDATION_FAILED,
          Decision.UNDECODABLE,
          Decision.UNSEALED,
          Decision.EXPIRED);

  /** Longest cause of an agent's that audit log and dead letters take, in characters. */
  private static final int MAX_CAUSE = 1_000;

  private final Snapshot known;
  private final ShardState state;
  private final CommitPlan plan;
  private final Trail trail;

  Testimony(Snapshot known, ShardState state, CommitPlan plan, Trail trail) {
    this.known = known;
    this.state = state;
    this.plan = plan;
    this.trail = trail;
  }

  /**
   * Takes what an agent says of its own turns, which touches its own circuit alone.
   *
   * @return the ruling that is audited; {@link Decision#INVALID_MESSAGE} where it cannot be read
   */
  Ruling report(Submission submission, Ruling ruling) {
    try {
      state
          .circuits()
          .report(submission.owner(), TurnReport.fromBytes(submission.payload()), lights());
      return ruling;
    } catch (ProtocolException e) {
      return unreadable(e, ruling);
    }
  }

  private Circuits.Lights lights() {
    return new Circuits.Lights(known.breakers(), known.board(), known.now(), plan::circuit);
  }

  private static Ruling unreadable(ProtocolException cause, Ruling ruling) {
    return new Ruling(
        Decision.INVALID_MESSAGE, String.valueOf(cause.getMessage()), ruling.passed());
  }

  /**
   * Takes what an agent could not handle into the dead letters.
   *
   * @return the ruling that is audited; {@link Decision#INVALID_MESSAGE} where it cannot be read
   */
  Ruling bury(Submission submission, Ruling ruling) {
    try {
      DeadLetter letter = DeadLetter.fromBytes(submission.payload());
      if (!OF_AGENTS.contains(letter.decision())) {
        throw new ProtocolException("an agent buries no message as " + letter.decision());
      }
      String cause = letter.cause();
      Ruling buried =
          new Ruling(
              letter.decision(),
              cause.substring(0, Math.min(cause.length(), MAX_CAUSE)),
              ruling.passed());
      trail.letter(
          new Burial(
              submission.owner(),
              submission.entryId(),
              Answers.envelopeOf(letter.header()),
              letter.header(),
              letter.payload(),
              buried.decision(),
              buried.reason(),
              letter.attempts(),
              letter.first(),
              letter.last(),
              false));
      if (letter.decision() == Decision.HANDLER_FAILED) {
        state.circuits().died(submission.owner(), lights());
      }
      return buried;
    } catch (ProtocolException e) {
      return unreadable(e, ruling);
    }
  }
}
