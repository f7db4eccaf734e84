package io.mas.gateway.route;

import io.mas.gateway.check.Submission;
import io.mas.gateway.identity.Principal;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.GatewayKeys;
import io.mas.protocol.Kind;
import java.util.Objects;

/**
 * A decided message on its way to its target. Made from the outbox entry alone, so that a new owner
 * makes the same.
 *
 * @param sender the agent that sent it
 * @param entryId its outbox entry
 * @param target the agent it is for
 * @param targetInstance the instance it is for, or empty
 * @param header the envelope's bytes
 * @param payload the payload
 * @param seal the gateway's seal
 * @param replyToken what allows the target to answer, or empty
 * @param digest of header and payload, to recognise the entry again
 * @param trial the trial of the target's circuit that it passes for, or empty; lost with its owner,
 *     and then it says nothing about the target
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes for the wire, never compared as a whole
record Outbound(
    String sender,
    String entryId,
    String target,
    String targetInstance,
    byte[] header,
    byte[] payload,
    byte[] seal,
    byte[] replyToken,
    byte[] digest,
    String trial) {

  private static final byte[] NONE = new byte[0];

  /** How long after the asker's deadline an answer still passes. */
  private static final long REPLY_GRACE_MILLIS = 60_000;

  /** How long an answer passes to a request without a deadline. */
  private static final long REPLY_DEFAULT_MILLIS = 3_600_000;

  static Outbound of(Submission submission, GatewayKeys keys) {
    Envelope envelope = submission.envelope();
    Principal target = Objects.requireNonNull(submission.target());
    byte[] token = NONE;
    if (envelope.kind() == Kind.REQUEST) {
      long expiry =
          envelope.deadline() > 0
              // the later of both, since the sum of a deadline without end is negative
              ? Math.max(envelope.deadline(), envelope.deadline() + REPLY_GRACE_MILLIS)
              // of what was released it is long ago that it was sent
              : (submission.released() == null ? envelope.timestamp() : submission.entered())
                  + REPLY_DEFAULT_MILLIS;
      token =
          keys.replyToken(
                  envelope.id(),
                  envelope.sender(),
                  envelope.senderInstance(),
                  envelope.target(),
                  expiry)
              .toBytes();
    }
    return new Outbound(
        submission.owner(),
        submission.entryId(),
        envelope.target(),
        envelope.targetInstance(),
        submission.header(),
        submission.payload(),
        target.delivery().seal(submission.header(), submission.payloadDigest(), token),
        token,
        digest(submission.header(), submission.payloadDigest()),
        "");
  }

  Outbound ofTrial(String name) {
    return new Outbound(
        sender, entryId, target, targetInstance, header, payload, seal, replyToken, digest, name);
  }

  static byte[] digest(byte[] header, byte[] payloadDigest) {
    return Digests.sha256(header, payloadDigest);
  }

  /** Its field in what is due. */
  String field() {
    return field(sender, entryId);
  }

  static String field(String sender, String entryId) {
    return sender + ":" + entryId;
  }

  /** Size that counts for a script call, in bytes. */
  int size() {
    return header.length + payload.length + seal.length + replyToken.length;
  }
}
