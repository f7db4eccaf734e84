package io.mas;

/** The target is not provisioned. */
public class UnknownTargetException extends MessageRejectedException {
  private static final long serialVersionUID = 1L;

  /** Of the refusal's own words. */
  public UnknownTargetException(Rejection rejection) {
    super(rejection);
  }
}
