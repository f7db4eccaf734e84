package io.mas.gateway.route;

import io.mas.gateway.check.Submission;
import io.mas.gateway.identity.Directory;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.StreamIds;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Proof;
import io.mas.protocol.ProtocolException;

/** Outbox entries as submissions. */
final class Decoder {
  private Decoder() {}

  /**
   * The submission that lies in an outbox.
   *
   * @throws ProtocolException if the entry is not one
   */
  static Submission decode(String owner, Entry entry, Directory directory, Keys keys)
      throws ProtocolException {
    for (String field : entry.fields().keySet()) {
      if (!field.equals("h") && !field.equals("p") && !field.equals("a")) {
        throw new ProtocolException("the entry has a field that no message has");
      }
    }
    byte[] header = entry.bytes("h");
    byte[] payload = entry.bytes("p");
    Envelope envelope = EnvelopeCodec.decode(header);
    Proof proof = Proof.fromBytes(entry.bytes("a"));
    return new Submission(
        owner,
        entry.id(),
        StreamIds.time(entry.id()),
        header,
        payload,
        Digests.sha256(payload),
        envelope,
        proof,
        directory.find(keys.shardOf(owner), owner),
        directory.find(keys.shardOf(envelope.target()), envelope.target()));
  }
}
