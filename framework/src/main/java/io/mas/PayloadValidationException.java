package io.mas;

import java.util.List;

/**
 * The target's handler does not take this payload; {@link #violations()} says what is wrong with
 * it.
 */
public class PayloadValidationException extends MessageRejectedException {
  private static final long serialVersionUID = 1L;

  private final List<String> violations;

  /** Of the refusal's own words. */
  public PayloadValidationException(Rejection rejection) {
    super(rejection);
    this.violations = List.copyOf(rejection.violations());
  }

  /** Each as {@code path: what is wrong}; never the value itself. */
  public List<String> violations() {
    return violations;
  }
}
