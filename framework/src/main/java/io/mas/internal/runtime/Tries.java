package io.mas.internal.runtime;

/**
 * What is known of the attempts at a message.
 *
 * @param begun how many have begun
 * @param noted whether Redis has a note of them
 * @param since when the first of them failed, in milliseconds since 1970, or 0
 * @param due when the next may begin, if another instance has noted that; in milliseconds since
 *     1970, or 0
 * @param losses how often its turn has lost against others since it last failed, weighed
 * @param takenOver whether another instance has held it, and may have died of it
 * @param metLock whether the state was locked for another turn when its own was to be committed
 */
record Tries(
    int begun,
    boolean noted,
    long since,
    long due,
    int losses,
    boolean takenOver,
    boolean metLock) {
  /**
   * Losses after which a turn runs alone and under the lock of the state: three against other
   * instances, or three times as many against other turns of this one.
   */
  private static final int PATIENCE = 9;

  private static final int AGAINST_OTHERS = 3;

  static final Tries NONE = new Tries(0, false, 0, 0, 0, false, false);

  /**
   * Of an entry that another instance has held.
   *
   * @param note {@code attempts:since:due}, or empty
   */
  static Tries takenOver(String note) {
    if (note.isEmpty()) {
      return new Tries(0, false, 0, 0, 0, true, false);
    }
    String[] parts = note.split(":", -1);
    try {
      return new Tries(
          Integer.parseInt(parts[0]),
          true,
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          0,
          true,
          false);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // the agent's own note, which only it can spoil
      return new Tries(0, true, 0, 0, 0, true, false);
    }
  }

  /** The number of the coming attempt, from 1. */
  int next() {
    return begun + 1;
  }

  /** When Redis has a note of them. */
  Tries withNote() {
    return new Tries(begun, true, since, due, losses, takenOver, metLock);
  }

  /** With one more attempt that has failed. */
  Tries failed(long now) {
    return new Tries(begun + 1, noted, since == 0 ? now : since, 0, 0, false, false);
  }

  /** When another turn of this instance was faster. */
  Tries lost() {
    return lost(1);
  }

  /** When a turn of another instance was faster. */
  Tries lostToOthers() {
    return lost(AGAINST_OTHERS);
  }

  private Tries lost(int weight) {
    return new Tries(begun, noted, since, due, losses + weight, takenOver, false);
  }

  /** When another turn had the lock of the state: it is of no use to run again before that ends. */
  Tries locked() {
    return new Tries(begun, noted, since, due, losses, takenOver, true);
  }

  /** When the state is not locked any more. */
  Tries unlocked() {
    return new Tries(begun, noted, since, due, losses, takenOver, false);
  }

  /** How long the next attempt is still to wait; not above zero if it may begin. */
  long early(long now) {
    return due == 0 ? 0 : Math.min(Backoff.MAX_MILLIS, due - now);
  }

  /** How often it has lost though it had the lock. */
  int lostLocks() {
    return Math.max(0, (losses - PATIENCE) / AGAINST_OTHERS);
  }

  /** Whether it loses so often that it needs the lock. */
  boolean needsLock() {
    return losses >= PATIENCE;
  }

  /**
   * Whether nothing else may run beside it: it had begun when a process died, or needs the lock.
   * What a dead instance has held without a note of an attempt is not suspected yet, since it holds
   * hundreds and runs a few; the next one notes what it begins.
   */
  boolean alone() {
    return (takenOver && begun > 0) || needsLock();
  }
}
