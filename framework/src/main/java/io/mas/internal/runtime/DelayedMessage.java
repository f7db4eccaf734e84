package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import io.mas.protocol.EnvelopeCodec;

/**
 * A message that leaves later. It is numbered and signed when it leaves, by whichever instance
 * takes it out then.
 *
 * @param message the message
 * @param delayMillis how long after the call, by the clock of Redis
 */
record DelayedMessage(Outgoing message, long delayMillis) implements Effect {
  @Override
  public void encode(Arguments to, Signer signer) {
    encodeInTurn(to.add("L"));
  }

  void encodeInTurn(Arguments to) {
    to.add(message.envelope().id().toString())
        .add(delayMillis)
        .add(EnvelopeCodec.encode(message.envelope()))
        .add(message.payload());
  }

  @Override
  public boolean needsRoom() {
    return true;
  }

  @Override
  public boolean unbound() {
    return true;
  }
}
