package io.mas.internal.runtime;

/** What became of a send or a turn. The letters are the script's. */
enum Outcome {
  /** It is done, once. */
  DONE('k'),
  /** The outbox is full; nothing was done. */
  FULL('f'),
  /** The entry is another instance's by now, or settled; nothing was done. */
  GONE('g'),
  /** The state is not the one that the turn has read; nothing was done. */
  CONFLICT('c');

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
