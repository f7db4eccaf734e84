package io.mas.gateway.policy;

import io.mas.MasException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown for a rule, a set of rules or a policy document that cannot be taken; says all it found.
 */
public final class PolicyException extends MasException {
  private static final long serialVersionUID = 1L;

  // Kept out of the serial form: the message says the same.
  private final transient List<PolicyProblem> problems;

  /** With everything that is wrong, in the order of the rules; at least one. */
  public PolicyException(List<PolicyProblem> problems) {
    super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  PolicyException(Origin origin, String message) {
    this(List.of(new PolicyProblem(origin, message)));
  }

  PolicyException(Origin origin, String message, Throwable cause) {
    super(new PolicyProblem(origin, message).toString(), cause);
    this.problems = List.of(new PolicyProblem(origin, message));
  }

  /** What is wrong, in the order of the rules. */
  public List<PolicyProblem> problems() {
    return problems;
  }
}
