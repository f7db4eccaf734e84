package io.mas;

/** Redis did not answer, or refused what was asked of it; the message says which. */
public class RedisFailureException extends MasException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person and what led to it. */
  public RedisFailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
