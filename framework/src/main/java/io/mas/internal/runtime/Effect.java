package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;

/** One thing that a call of the writer does. Encodes itself as the script takes it. */
interface Effect {

  /** Numbers and signs a message that goes into the outbox with the call. */
  interface Signer {
    void sign(Outgoing message, Arguments to);
  }

  void encode(Arguments to, Signer signer);

  /** Whether the script needs the keys of retries, timers and lanes for it. */
  default boolean needsAllKeys() {
    return true;
  }

  /** Whether it is refused, and not made, where Redis has no memory left. */
  default boolean needsRoom() {
    return false;
  }

  /**
   * Whether it must not be made again as long as its first outcome is unknown: it is bound to no
   * entry or timer that could be there only once.
   */
  default boolean unbound() {
    return false;
  }
}
