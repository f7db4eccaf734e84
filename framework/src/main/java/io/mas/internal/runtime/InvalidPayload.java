package io.mas.internal.runtime;

import java.util.List;

/** A payload does not fit what the handler takes. The violations never hold a value. */
final class InvalidPayload extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> violations;

  InvalidPayload(List<String> violations) {
    super(String.join("; ", violations));
    this.violations = List.copyOf(violations);
  }

  List<String> violations() {
    return violations;
  }
}
