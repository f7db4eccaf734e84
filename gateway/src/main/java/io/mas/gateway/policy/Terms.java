package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * On what a rule speaks, and whether it is in force.
 *
 * @param types the message types that it is about, with {@code *} for any run of characters; empty
 *     for all
 * @param shadow whether it decides nothing, and is only noted where it would have
 */
public record Terms(List<String> types, boolean shadow) {
  /** In force, for all types. */
  public static final Terms ALWAYS = new Terms(List.of(), false);

  private static final int MAX_TYPES = 100;

  /**
   * Checks the patterns.
   *
   * @throws IllegalArgumentException if one is none, or there are more than 100
   */
  public Terms {
    types = List.copyOf(types);
    if (types.size() > MAX_TYPES) {
      throw new IllegalArgumentException(
          "types has %d entries, at most %d are allowed".formatted(types.size(), MAX_TYPES));
    }
    for (var type : types) {
      try {
        Wildcard.ofType(type);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "types: %s: %s".formatted(Ids.quote(type), e.getMessage()), e);
      }
    }
  }

  /** As a condition on a type. */
  TypeCondition condition() {
    if (types.isEmpty()) {
      return TypeCondition.ANY;
    }
    var patterns = new ArrayList<Wildcard>();
    types.forEach(type -> patterns.add(Wildcard.ofType(type)));
    return new TypeCondition(types, List.copyOf(patterns));
  }
}
