package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;

/**
 * Notes at Redis how many attempts at an entry of the inbox have begun, so that the next holder
 * goes on counting if this process dies.
 *
 * @param entryId the entry
 * @param attempts how many have begun
 * @param delayMillis when the next is due
 */
record AttemptNote(String entryId, int attempts, long delayMillis) implements Effect {
  @Override
  public void encode(Arguments to, Signer signer) {
    to.add("A").add(entryId).add(attempts).add(delayMillis);
  }
}
