package io.mas.internal.runtime;

/**
 * The entry that a turn settles, and what is to be put in order with it.
 *
 * @param source where the entry was read
 * @param entryId the entry, or empty if the turn handles none
 * @param lane its ordering lane, or empty
 * @param message the message's sender and id: an id alone is its sender's choice
 * @param noted whether Redis has a note of its attempts
 * @param parks whether its lane is parked behind it
 * @param locked whether its turn holds the lock of the state
 * @param inOrder whether it must not be done where a turn before it was not
 */
record Settlement(
    Source source,
    String entryId,
    String lane,
    String message,
    boolean noted,
    boolean parks,
    boolean locked,
    boolean inOrder) {

  /** Of a turn that handles no message. */
  static final Settlement NONE = of(Source.NONE, "");

  /** Where an entry was read; the number is the key's place in the script's call. */
  enum Source {
    NONE(0),
    INBOX(4),
    INSTANCE(5);

    final int key;

    Source(int key) {
      this.key = key;
    }
  }

  /** Of an entry without a lane that is handled for the first time. */
  static Settlement of(Source source, String entryId) {
    return new Settlement(source, entryId, "", "", false, false, false, false);
  }

  Settlement parking() {
    return new Settlement(source, entryId, lane, message, noted, true, locked, inOrder);
  }

  Settlement underLock() {
    return new Settlement(source, entryId, lane, message, noted, parks, true, inOrder);
  }

  Settlement inOrder(boolean required) {
    return new Settlement(source, entryId, lane, message, noted, parks, locked, required);
  }

  /** Whether there is nothing to put in order but the entry itself. */
  boolean isPlain() {
    return lane.isEmpty() && !noted && !locked;
  }

  /** As the script reads it. */
  String flags() {
    return (noted ? "r" : "") + (parks ? "p" : "") + (locked ? "l" : "") + (inOrder ? "o" : "");
  }
}
