package io.mas;

/** The root of the framework's own exceptions. */
public class MasException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public MasException(String message) {
    super(message);
  }

  /** With a message for a person and what led to it. */
  public MasException(String message, Throwable cause) {
    super(message, cause);
  }
}
