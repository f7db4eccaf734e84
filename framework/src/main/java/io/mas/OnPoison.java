package io.mas;

/**
 * What becomes of the messages that share an ordering key with one that has become a dead letter.
 */
public enum OnPoison {
  /** They go on. */
  SKIP,
  /** They wait until that one is replayed and handled, or dropped. */
  PARK
}
