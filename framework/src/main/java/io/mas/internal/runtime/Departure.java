package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;

/**
 * A delayed message leaves: it goes into the outbox, once, whoever tries.
 *
 * @param timer the id under which it is delayed
 * @param message what leaves
 */
record Departure(String timer, Outgoing message) implements Effect {
  @Override
  public void encode(Arguments to, Signer signer) {
    signer.sign(message, to.add("M").add(timer));
  }
}
