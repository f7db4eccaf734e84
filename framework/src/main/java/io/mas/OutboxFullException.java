package io.mas;

/** Redis or the outbox has no room for another message; nothing was sent. */
public class OutboxFullException extends MasException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public OutboxFullException(String message) {
    super(message);
  }

  /** With a message for a person and what led to it. */
  public OutboxFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
