package io.mas.internal.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A payload does not fit what the handler takes. The violations never hold a value. */
final class InvalidPayload extends Exception {
  private static final long serialVersionUID = 1L;

  /** Most that are told of: a refusal must fit into a message. */
  private static final int MAX_TOLD = 100;

  private final List<String> violations;

  InvalidPayload(Collection<Violation> violations) {
    this(first(violations), violations.size() - MAX_TOLD);
  }

  private InvalidPayload(List<Violation> first, int more) {
    super(String.join("; ", texts(first.stream().map(Violation::kept).toList(), more)));
    this.violations = texts(first.stream().map(Violation::told).toList(), more);
  }

  /** For who sent the payload, in order; the message of this exception has no map keys instead. */
  List<String> violations() {
    return violations;
  }

  private static List<Violation> first(Collection<Violation> violations) {
    return violations.stream().sorted().limit(MAX_TOLD).toList();
  }

  private static List<String> texts(List<String> first, int more) {
    List<String> texts = new ArrayList<>(first);
    if (more > 0) {
      texts.add("and " + more + " more");
    }
    return List.copyOf(texts);
  }
}
