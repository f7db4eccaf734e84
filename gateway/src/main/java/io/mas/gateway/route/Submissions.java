package io.mas.gateway.route;

import io.mas.gateway.check.Submission;
import io.mas.gateway.identity.Release;
import io.mas.internal.redis.StreamIds;
import org.jspecify.annotations.Nullable;

/** Entries as the checks see them: decoded, with the keys of both parties as a batch knows them. */
final class Submissions {
  private final Snapshot known;
  private final ShardState state;

  Submissions(Snapshot known, ShardState state) {
    this.known = known;
    this.state = state;
  }

  /** The message with the keys of its parties, or null if it could not be decoded. */
  @Nullable Submission of(Intake intake) {
    Intake.Decoded message = intake.message();
    if (message == null) {
      return null;
    }
    String target = message.envelope().target();
    return new Submission(
        intake.owner(),
        intake.entry().id(),
        StreamIds.time(intake.entry().id()),
        message.header(),
        message.payload(),
        message.payloadDigest(),
        message.envelope(),
        message.proof(),
        known.directory().find(known.keys().shardOf(intake.owner()), intake.owner()),
        known.directory().find(known.keys().shardOf(target), target),
        released(intake, message));
  }

  /** What is claimed, with who approved it if that is listed. */
  private @Nullable Release released(Intake intake, Intake.Decoded message) {
    Release claim = message.claim();
    Release listed =
        claim == null
            ? null
            : claim.listed(
                state.listing(Outbound.field(intake.owner(), intake.entry().id())),
                message.header(),
                message.payloadDigest());
    return listed == null ? claim : listed;
  }

  /** Anybody who writes an outbox can claim a release; the listing is the gateways' alone. */
  boolean isWhatItClaims(Submission submission) {
    Release released = submission.released();
    return released == null
        || released.listed(
                state.listing(Outbound.field(submission.owner(), submission.entryId())),
                submission.header(),
                submission.payloadDigest())
            != null;
  }
}
