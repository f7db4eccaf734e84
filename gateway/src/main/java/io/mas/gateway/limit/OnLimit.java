package io.mas.gateway.limit;

/** What becomes of a message that a limit does not let pass. */
public enum OnLimit {
  /** It is refused; its sender learns after what time it would pass. */
  REJECT,

  /** It waits in its sender's outbox, and what that sent after it waits too. */
  THROTTLE
}
