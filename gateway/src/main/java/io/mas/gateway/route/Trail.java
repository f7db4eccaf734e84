package io.mas.gateway.route;

import io.mas.gateway.audit.AuditRecord;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.check.Submission;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import org.jspecify.annotations.Nullable;

/** What a batch leaves in the audit log and in the dead letters. */
final class Trail {
  private final Snapshot known;
  private final CommitPlan plan;

  Trail(Snapshot known, CommitPlan plan) {
    this.known = known;
    this.plan = plan;
  }

  /** Records a decision. */
  void audit(Submission submission, Ruling ruling) {
    plan.audit(
        AuditRecord.of(
            known.gateway(),
            known.now(),
            submission.owner(),
            submission.entryId(),
            submission.envelope(),
            submission.payloadDigest(),
            submission.payload().length,
            ruling));
  }

  /** Keeps a message that goes no further. */
  void letter(Submission submission, Ruling ruling) {
    letter(
        submission.owner(),
        submission.entryId(),
        submission.envelope(),
        submission.header(),
        submission.payload(),
        ruling,
        0);
  }

  /** Keeps another message than the one that lies in the entry, or one without an envelope. */
  void letter(
      String owner,
      String entryId,
      @Nullable Envelope envelope,
      byte[] header,
      byte[] payload,
      Ruling ruling,
      int attempts) {
    plan.deadLetter(
        known
            .deadLetters()
            .entry(
                known.now(),
                owner,
                entryId,
                envelope,
                header,
                payload,
                ruling.decision(),
                ruling.reason(),
                attempts));
  }

  /** Records and keeps what is not known to be a message. */
  void raw(String owner, String entryId, byte[] header, byte[] payload, Ruling ruling) {
    letter(owner, entryId, null, header, payload, ruling, 0);
    plan.audit(
        AuditRecord.of(
            known.gateway(),
            known.now(),
            owner,
            entryId,
            null,
            Digests.sha256(payload),
            payload.length,
            ruling));
  }
}
