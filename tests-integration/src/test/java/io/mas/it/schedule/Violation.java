package io.mas.it.schedule;

/** What a schedule must never come to. */
enum Violation {
  /** A message that was sent is neither handled nor a dead letter at the end. */
  LOST,
  /** A message was sent, or handled, more than once. */
  TWICE,
  /**
   * Two messages of a lane, or of a sender to an agent of one instance, were handled in the wrong
   * order.
   */
  OUT_OF_ORDER,
  /** A message passed the one behind which its lane is parked. */
  PASSED_PARKED,
  /** The state is not what the messages that were handled make of it. */
  STATE_WRONG,
  /** A delayed message left though it was taken back. */
  LEFT_THOUGH_RECALLED,
  /** Something is left in streams, lanes, retries or timers when all is done. */
  LEFT_BEHIND,
  /** A function failed, or answered what it never should. */
  ERROR,
  /** It did not come to an end. */
  STUCK
}
