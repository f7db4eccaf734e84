package io.mas;

/**
 * What becomes of the messages that share an ordering key with one that could not be handled and so
 * has become a dead letter, because its handler failed or its payload does not fit. One that has
 * expired is no such message, nor is a request whose payload does not fit: who asked is told, and
 * there is no dead letter.
 */
public enum OnPoison {
  /** They go on. */
  SKIP,
  /** They wait until that one is replayed and handled, or dropped. */
  PARK
}
