package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;

/**
 * Keeps all other turns from changing the state for a short time, for a turn that has lost against
 * them too often.
 *
 * @param entryId the turn's entry
 * @param millis for how long, if the turn does not commit before; 0 gives it back
 */
record StateLock(String entryId, long millis) implements Effect {
  @Override
  public void encode(Arguments to, Signer signer) {
    to.add("K").add(entryId).add(millis);
  }

  @Override
  public boolean needsAllKeys() {
    return false;
  }
}
