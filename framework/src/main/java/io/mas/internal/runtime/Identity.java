package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import io.mas.protocol.Digests;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Proof;
import io.mas.protocol.SigningKey;

/** Who an instance is, and how it proves that. Thread-safe. */
final class Identity {
  private final String agent;
  private final String instance;
  private final byte[] token;
  private final SigningKey key;
  private volatile long number;

  Identity(String agent, String instance, byte[] token, SigningKey key) {
    this.agent = agent;
    this.instance = instance;
    this.token = token;
    this.key = key;
  }

  String agent() {
    return agent;
  }

  String instance() {
    return instance;
  }

  /** The number under which it registers from now on; what it signs bears it. */
  void registersAs(long instanceNumber) {
    number = instanceNumber;
  }

  byte[] tokenHash() {
    return Digests.sha256(token);
  }

  /**
   * Adds header, payload and proof of a message as the scripts take them.
   *
   * @param at the time that it is sent at: the gateway refuses what was signed long before it
   *     entered the outbox
   */
  void sign(Outgoing message, long sequence, long at, Arguments to) {
    byte[] header = EnvelopeCodec.encode(message.envelope().leaving(number, sequence, at));
    byte[] signature = key.sign(token, header, Digests.sha256(message.payload()));
    to.add(header).add(message.payload()).add(new Proof(key.id(), token, signature).toBytes());
  }
}
