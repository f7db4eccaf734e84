package io.mas.gateway.limit;

import io.mas.gateway.policy.Mode;
import java.util.List;
import java.util.stream.Collectors;

/** A limit as it is applied to something. Immutable. */
final class Rule {
  private final Limit limit;
  private final List<Rate> rates;

  Rule(Limit limit) {
    this.limit = limit;
    this.rates = List.copyOf(limit.rates());
  }

  /** The shorter span first. */
  List<Rate> rates() {
    return rates;
  }

  boolean throttles() {
    return limit.onLimit() == OnLimit.THROTTLE;
  }

  boolean isShadow() {
    return limit.mode() == Mode.SHADOW;
  }

  @Override
  public String toString() {
    return rates.stream().map(Rate::toString).collect(Collectors.joining(" and "));
  }

  /** Whether levels under the other are levels under this one. */
  boolean isSameAs(Rule other) {
    return this == other || limit.equals(other.limit);
  }
}
