package io.mas.gateway.route;

import io.mas.gateway.audit.AuditRecord;
import io.mas.gateway.audit.Burial;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.check.Submission;
import io.mas.gateway.identity.Announcement;
import io.mas.internal.redis.StreamIds;
import io.mas.protocol.Digests;
import io.mas.protocol.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a batch leaves in the audit log and in the dead letters. */
final class Trail {
  private static final String UNTIL = "until";

  private final Snapshot known;
  private final CommitPlan plan;

  Trail(Snapshot known, CommitPlan plan) {
    this.known = known;
    this.plan = plan;
  }

  /** Keeps a message until a person has approved it. */
  void hold(Submission submission, Ruling ruling, Held.Waiting waiting) {
    Map<String, byte[]> fields =
        new LinkedHashMap<>(
            known.deadLetters().entry(known.now(), burial(submission, ruling, /* shown= */ true)));
    fields.put(UNTIL, bytes(Long.toString(waiting.until())));
    plan.held(waiting, fields);
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
            submission.released(),
            ruling));
  }

  /** Keeps a message that goes no further. */
  void letter(Submission submission, Ruling ruling, boolean shown) {
    letter(burial(submission, ruling, shown));
  }

  private Burial burial(Submission submission, Ruling ruling, boolean shown) {
    return new Burial(
        submission.owner(),
        submission.entryId(),
        submission.envelope(),
        submission.header(),
        submission.envelope().kind() == Kind.REGISTER
            ? Announcement.withoutToken(submission.payload())
            : submission.payload(),
        ruling.decision(),
        ruling.reason(),
        0,
        entered(submission.entryId()),
        known.now(),
        shown);
  }

  /** Keeps another message than the one that lies in the entry, or one without an envelope. */
  void letter(Burial burial) {
    plan.deadLetter(known.deadLetters().entry(known.now(), burial));
  }

  /** Records and keeps, as it is, what was put away before and cannot be decrypted any more. */
  void kept(Map<String, byte[]> fields, Ruling ruling) {
    Map<String, byte[]> letter = new LinkedHashMap<>(fields);
    letter.put("decision", bytes(ruling.decision().name()));
    letter.put("reason", bytes(ruling.reason()));
    letter.put("at", bytes(Long.toString(known.now())));
    plan.deadLetter(letter);
    byte[] payload = fields.getOrDefault("payload", new byte[0]);
    plan.audit(
        AuditRecord.of(
            known.gateway(),
            known.now(),
            text(fields, "from"),
            text(fields, "entry"),
            null,
            Digests.sha256(payload),
            payload.length,
            null,
            ruling));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Map<String, byte[]> fields, String name) {
    return new String(fields.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  /** When an entry was added; whoever writes one can choose an id beyond all times. */
  private static long entered(String entryId) {
    long time = StreamIds.time(entryId);
    return time < 0 ? Long.MAX_VALUE : time;
  }

  /** Records and keeps what is not known to be a message. */
  void raw(String owner, String entryId, byte[] header, byte[] payload, Ruling ruling) {
    letter(
        new Burial(
            owner,
            entryId,
            null,
            header,
            payload,
            ruling.decision(),
            ruling.reason(),
            0,
            entered(entryId),
            known.now(),
            false));
    plan.audit(
        AuditRecord.of(
            known.gateway(),
            known.now(),
            owner,
            entryId,
            null,
            Digests.sha256(payload),
            payload.length,
            null,
            ruling));
  }
}
