package io.mas.gateway.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On what a rule speaks, and whether it is in force.
 *
 * @param types the message types that it is about, with {@code *} for any run of characters; empty
 *     for all
 * @param shadow whether it decides nothing, and is only noted where it would have
 * @param approval how long a person has to approve each message that it allows, before it is
 *     denied; null where nobody need approve
 */
public record Terms(List<String> types, boolean shadow, @Nullable Duration approval) {
  /** In force, for all types. */
  public static final Terms ALWAYS = new Terms(List.of(), false);

  /** The longest time that a person can be given. */
  public static final Duration MAX_APPROVAL = Duration.ofDays(30);

  private static final int MAX_TYPES = 100;

  /** Of what nobody need approve. */
  public Terms(List<String> types, boolean shadow) {
    this(types, shadow, null);
  }

  /**
   * Checks the patterns and the time.
   *
   * @throws IllegalArgumentException if a pattern is none, there are more than 100, or the time is
   *     not 1 s to 30 days in whole seconds
   */
  public Terms {
    types = List.copyOf(types);
    if (approval != null
        && (approval.compareTo(Duration.ofSeconds(1)) < 0
            || approval.compareTo(MAX_APPROVAL) > 0
            || approval.toMillis() % 1_000 != 0)) {
      throw new IllegalArgumentException(
          "approval takes a timeout of 1 s to 30 days in whole seconds, not %d ms"
              .formatted(approval.toMillis()));
    }
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
