package io.mas;

/**
 * Thrown by a handler to say that trying again is of no use: the message becomes a dead letter at
 * once.
 */
public class TerminalException extends MasException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public TerminalException(String message) {
    super(message);
  }

  /** With a message for a person and what led to it. */
  public TerminalException(String message, Throwable cause) {
    super(message, cause);
  }
}
