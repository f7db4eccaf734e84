package io.mas.gateway.route;

import io.mas.gateway.identity.Release;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Names;
import io.mas.protocol.Proof;
import io.mas.protocol.ProtocolException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An outbox entry as it was read: decoded once, or the reason why it cannot be.
 *
 * @param owner the agent whose outbox it lies in
 * @param entry the entry
 * @param message what it holds, or null if that cannot be decoded
 * @param fault why it cannot be; empty if it can
 */
record Intake(String owner, Entry entry, @Nullable Decoded message, String fault) {
  private static final Set<String> FIELDS = Set.of("h", "p", "a");

  /**
   * What an entry holds.
   *
   * @param header the exact bytes of the envelope
   * @param payload the payload
   * @param payloadDigest its SHA-256
   * @param envelope the envelope
   * @param proof what shows that it is the sender's
   * @param claim the dead letter that it claims to be released from, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes from the wire, never compared as a whole
  record Decoded(
      byte[] header,
      byte[] payload,
      byte[] payloadDigest,
      Envelope envelope,
      Proof proof,
      @Nullable Release claim) {

    /** Whether it is addressed to the gateway itself. */
    boolean isForGateway() {
      return envelope.target().equals(Names.SYSTEM_AGENT);
    }
  }

  static Intake of(String owner, Entry entry) {
    try {
      if (!FIELDS.containsAll(entry.fields().keySet())) {
        throw new ProtocolException("the entry has a field that no message has");
      }
      byte[] header = entry.bytes("h");
      byte[] payload = entry.bytes("p");
      Envelope envelope = EnvelopeCodec.decode(header);
      Release claim = Release.claimed(entry.bytes("a"));
      Proof proof = claim == null ? Proof.fromBytes(entry.bytes("a")) : Release.NO_PROOF;
      return new Intake(
          owner,
          entry,
          new Decoded(header, payload, Digests.sha256(payload), envelope, proof, claim),
          "");
    } catch (ProtocolException e) {
      return new Intake(owner, entry, null, String.valueOf(e.getMessage()));
    }
  }
}
