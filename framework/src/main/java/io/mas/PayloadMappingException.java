package io.mas;

/** A payload could not be written as JSON, or read as the class that was asked for. */
public class PayloadMappingException extends MasException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public PayloadMappingException(String message) {
    super(message);
  }

  /** With a message for a person and what led to it. */
  public PayloadMappingException(String message, Throwable cause) {
    super(message, cause);
  }
}
