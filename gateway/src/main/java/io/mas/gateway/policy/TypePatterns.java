package io.mas.gateway.policy;

import java.util.List;

/** Message types with {@code *} for any run of characters. Immutable. */
public final class TypePatterns {
  private final TypeCondition condition;

  private TypePatterns(TypeCondition condition) {
    this.condition = condition;
  }

  /**
   * Of what a rule may have as types; none fits all.
   *
   * @throws IllegalArgumentException if one is no pattern, or there are more than 100
   */
  public static TypePatterns of(List<String> types) {
    return new TypePatterns(new Terms(types, false).condition());
  }

  /** Whether a type fits one of them, or there are none. */
  public boolean fits(String type) {
    return condition.fits(type);
  }
}
