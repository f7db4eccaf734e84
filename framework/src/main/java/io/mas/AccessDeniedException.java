package io.mas;

/** No rule allows the message, or one blocks it. */
public class AccessDeniedException extends MessageRejectedException {
  private static final long serialVersionUID = 1L;

  /** Of the refusal's own words. */
  public AccessDeniedException(Rejection rejection) {
    super(rejection);
  }
}
