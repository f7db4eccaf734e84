package io.mas.internal.runtime;

/**
 * The entry that a turn settles, and what is to be put in order with it.
 *
 * @param source where the entry was read
 * @param entryId the entry, or empty if the turn handles none
 * @param lane its ordering lane, or empty
 * @param message the message's id
 * @param noted whether Redis has a note of its attempts
 * @param parks whether its lane is parked behind it
 * @param locked whether its turn holds the lock of the state
 */
record Settlement(
    Source source,
    String entryId,
    String lane,
    String message,
    boolean noted,
    boolean parks,
    boolean locked) {

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
    return new Settlement(source, entryId, "", "", false, false, false);
  }

  Settlement parking() {
    return new Settlement(source, entryId, lane, message, noted, true, locked);
  }

  Settlement underLock() {
    return new Settlement(source, entryId, lane, message, noted, parks, true);
  }

  /** Whether there is nothing to put in order but the entry itself. */
  boolean isPlain() {
    return lane.isEmpty() && !noted && !locked;
  }

  /** As the script reads it. */
  String flags() {
    return (noted ? "r" : "") + (parks ? "p" : "") + (locked ? "l" : "");
  }
}
