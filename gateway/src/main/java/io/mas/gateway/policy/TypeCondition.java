package io.mas.gateway.policy;

import java.util.List;

/**
 * Which message types a rule is about.
 *
 * @param texts as they were written; none for all types
 * @param patterns the same, to be matched
 */
record TypeCondition(List<String> texts, List<Wildcard> patterns) {
  static final TypeCondition ANY = new TypeCondition(List.of(), List.of());

  boolean isAny() {
    return patterns.isEmpty();
  }

  boolean fits(String type) {
    if (patterns.isEmpty()) {
      return true;
    }
    for (var pattern : patterns) {
      if (pattern.matches(type)) {
        return true;
      }
    }
    return false;
  }
}
