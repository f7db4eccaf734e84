package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules say of one pair, in their order; what stands behind one that is about all types is
 * never asked, and so not kept.
 */
final class Verdicts {
  /** A verdict, the place in the list of the rule that gives it, and the types that it is about. */
  record Entry(int position, TypeCondition types, PolicyVerdict verdict) {}

  private final List<Entry> entries = new ArrayList<>(1);

  void add(int position, TypeCondition types, PolicyVerdict verdict) {
    if (!hasUnconditional()) {
      entries.add(new Entry(position, types, verdict));
    }
  }

  /** The first that is about a type, or null. */
  @Nullable Entry first(String type) {
    for (var entry : entries) {
      if (entry.types().fits(type)) {
        return entry;
      }
    }
    return null;
  }

  boolean hasUnconditional() {
    return !entries.isEmpty() && entries.get(entries.size() - 1).types().isAny();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Any of them, or null if there is none. */
  @Nullable PolicyVerdict any() {
    return entries.isEmpty() ? null : entries.get(0).verdict();
  }
}
