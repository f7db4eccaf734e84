package io.mas;

/** The sender's token, registration, signature or sequence number was refused. */
public class AuthenticationFailedException extends MessageRejectedException {
  private static final long serialVersionUID = 1L;

  /** Of the refusal's own words. */
  public AuthenticationFailedException(Rejection rejection) {
    super(rejection);
  }
}
