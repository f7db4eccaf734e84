package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import java.util.UUID;

/** Takes a delayed message back, if it has not left. */
record Recall(UUID message) implements Effect {
  @Override
  public void encode(Arguments to, Signer signer) {
    to.add("X").add(message.toString());
  }
}
