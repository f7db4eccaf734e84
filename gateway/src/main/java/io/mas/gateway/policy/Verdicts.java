package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** Those of a target, or of any. */
  static Verdicts of(Map<String, Verdicts> named, Verdicts any, String target) {
    return target.equals(Ids.ANY) ? any : named.computeIfAbsent(target, added -> new Verdicts());
  }

  /** The first listed of two lists that is about a type, or null. */
  static @Nullable Entry first(@Nullable Verdicts named, Verdicts any, String type) {
    var a = named == null ? null : named.first(type);
    var b = any.first(type);
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.position() <= b.position() ? a : b;
  }
}
