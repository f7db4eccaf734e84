package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import java.util.List;

/** Messages that are sent outside of a turn, all or none. */
record PlainSends(List<Outgoing> messages) implements Effect {
  @Override
  public void encode(Arguments to, Signer signer) {
    to.add("S").add(messages.size());
    messages.forEach(message -> signer.sign(message, to));
  }

  @Override
  public boolean needsAllKeys() {
    return false;
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
