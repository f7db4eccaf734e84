package io.mas;

/** How an instance of an agent has ended. */
public enum Ending {
  /** By {@link RunningAgent#stop} or the end of its host. */
  STOPPED,
  /** An operator has drained the agent. */
  DRAINED,
  /** Its {@code onStart} has failed. */
  FAILED
}
