package io.mas.model;

/** What the gateway decided about an entry. */
enum Verdict {
  ALLOWED,
  DENIED,
  REPLAYED,
  UNREGISTERED;

  /** Whether the verdict is about the message, and so goes back to its sender. */
  boolean isAnswer() {
    return this != REPLAYED;
  }
}
