package io.mas.gateway.route;

import io.mas.gateway.check.Ruling;
import io.mas.gateway.check.Submission;
import io.mas.gateway.identity.Principal;
import io.mas.gateway.identity.Release;
import io.mas.protocol.Envelope;
import io.mas.protocol.Kind;

/** What becomes of a message that is refused: a dead letter, and news for who sent it. */
final class Refusals {
  private final Snapshot known;
  private final ShardState state;
  private final Answers answers;
  private final Trail trail;

  Refusals(Snapshot known, ShardState state, Answers answers, Trail trail) {
    this.known = known;
    this.state = state;
    this.answers = answers;
    this.trail = trail;
  }

  void refuse(Submission submission, Ruling ruling) {
    Envelope envelope = submission.envelope();
    Release release = submission.released();
    boolean released = release != null && release.approval() == null;
    boolean shown =
        (release != null || known.decider().authenticated(ruling))
            && envelope.sender().equals(submission.owner());
    trail.letter(submission, ruling, shown);
    Principal sender = submission.sender();
    if (sender != null
        && !released
        && ((shown && isTold(envelope.kind())) || isRefusedToJoin(submission, ruling))) {
      answers.rejected(sender, envelope, ruling);
    }
  }

  /**
   * Whether a sender that was shown to be it is told. Not where nobody waits for the news, as for
   * what was released, which who released it finds among the dead letters again. Nor where the
   * message may be a copy of one that was delivered, a replay or one that is not shown to be the
   * instance's: the instance would take that one for refused.
   */
  private static boolean isTold(Kind kind) {
    return kind != Kind.REGISTER && kind != Kind.LEAVE && kind != Kind.REPORT;
  }

  /**
   * Whether an instance is to learn that it takes no part, shown to be it or not: with keys that
   * are refused it cannot show it. A copy of a registration that was let pass says nothing; one
   * that is refused for its token has a number above those before, and is none.
   */
  private boolean isRefusedToJoin(Submission submission, Ruling ruling) {
    Envelope envelope = submission.envelope();
    return envelope.kind() == Kind.REGISTER
        && envelope.sender().equals(submission.owner())
        && (isOnlyForItsToken(ruling)
            || state.ledger(submission.owner()).find(envelope.senderInstance()) == null);
  }

  /** Whether it was shown to be the instance's, and its token alone does not do. */
  private static boolean isOnlyForItsToken(Ruling ruling) {
    return ruling.passed().contains("sequence") && !ruling.passed().contains("token");
  }
}
