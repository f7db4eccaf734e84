package io.mas.internal.runtime;

import io.mas.internal.redis.RedisLink;

/** The messages of an agent that leave later. Thread-safe. */
final class DelayedMessages {
  private final RedisLink link;
  private final String key;

  DelayedMessages(RedisLink link, String key) {
    this.link = link;
    this.key = key;
  }

  /** Whether a message has not left. */
  boolean waits(String messageId) {
    return link.field(key, messageId + ":h") != null;
  }
}
