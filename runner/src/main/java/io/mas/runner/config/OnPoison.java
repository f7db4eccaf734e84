package io.mas.runner.config;

/** What follows when a message of an ordered lane has failed for the last time. */
public enum OnPoison {
  /** The message goes to the dead-letter queue and the lane goes on. */
  SKIP,
  /** The lane waits until a person has decided. */
  PARK
}
