package io.mas;

/** No reply came in the time the request was given; it may still be handled. */
public class RequestTimeoutException extends MasException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public RequestTimeoutException(String message) {
    super(message);
  }

  /** With a message for a person and what led to it. */
  public RequestTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
