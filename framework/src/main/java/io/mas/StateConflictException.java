package io.mas;

/** The agent's state was changed by another instance again and again while this turn ran. */
public class StateConflictException extends MasException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public StateConflictException(String message) {
    super(message);
  }

  /** With a message for a person and what led to it. */
  public StateConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
