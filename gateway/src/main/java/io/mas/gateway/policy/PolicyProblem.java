package io.mas.gateway.policy;

/**
 * One thing that is wrong with a policy, and where.
 *
 * @param origin the rule it is about
 * @param message what is wrong, for a person
 */
public record PolicyProblem(Origin origin, String message) {
  /** As in {@code agents.yaml:12: allow: targets is empty}. */
  @Override
  public String toString() {
    return origin + ": " + message;
  }
}
