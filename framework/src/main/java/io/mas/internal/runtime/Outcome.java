package io.mas.internal.runtime;

/** What became of an effect. The letters are the script's. */
enum Outcome {
  /** It is done, once. */
  DONE('k'),
  /** The outbox is full; nothing was done. */
  FULL('f'),
  /** The entry is another instance's by now, or settled; the message has left. Nothing was done. */
  GONE('g'),
  /** The state is not the one that the turn has read; nothing was done. */
  CONFLICT('c'),
  /** Another turn has locked the state; nothing was done. */
  LOCKED('l'),
  /** Another entry is before it in its lane; nothing was done. */
  BEHIND('b'),
  /** Its lane is parked, and it waits there, no more held by this instance. */
  PARKED('p'),
  /** So many messages are delayed that there is no room for more; nothing was done. */
  TOO_MANY('o');

  private final char letter;

  Outcome(char letter) {
    this.letter = letter;
  }

  static Outcome of(char letter) {
    for (Outcome outcome : values()) {
      if (outcome.letter == letter) {
        return outcome;
      }
    }
    throw new IllegalStateException("an outcome that this version does not know: " + letter);
  }
}
