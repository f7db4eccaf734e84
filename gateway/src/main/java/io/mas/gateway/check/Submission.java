package io.mas.gateway.check;

import io.mas.gateway.identity.Principal;
import io.mas.gateway.identity.Release;
import io.mas.protocol.Envelope;
import io.mas.protocol.Names;
import io.mas.protocol.Proof;
import org.jspecify.annotations.Nullable;

/**
 * A message as it lies in an outbox, decoded.
 *
 * @param owner the agent whose outbox it is
 * @param entryId its entry
 * @param entered when that was added, by the clock of Redis, in milliseconds since 1970; unsigned,
 *     since who writes an entry can choose its id
 * @param header the exact bytes of the envelope
 * @param payload the payload
 * @param payloadDigest the SHA-256 of the payload
 * @param envelope the envelope
 * @param proof what shows that it is the sender's
 * @param sender the keys of the agent whose outbox it is, or null if it is not provisioned
 * @param target the keys of the agent it is for, or null if that is not provisioned
 * @param released what it was released from, or null if its sender has just sent it
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes from the wire, never compared as a whole
public record Submission(
    String owner,
    String entryId,
    long entered,
    byte[] header,
    byte[] payload,
    byte[] payloadDigest,
    Envelope envelope,
    Proof proof,
    @Nullable Principal sender,
    @Nullable Principal target,
    @Nullable Release released) {

  /** Whether it is a message or a request to an agent: no answer, and nothing for the gateway. */
  boolean isToAgent() {
    return envelope.kind().isMessage() && !envelope.target().equals(Names.SYSTEM_AGENT);
  }
}
