package io.mas.internal.runtime;

import java.util.LinkedHashSet;
import java.util.Set;

/** The newest of many things. Not thread-safe. */
final class Recent<T> {
  private static final int MAX = 1_024;

  private final Set<T> things = new LinkedHashSet<>();

  void add(T thing) {
    things.add(thing);
    if (things.size() > MAX) {
      things.remove(things.iterator().next());
    }
  }

  boolean contains(T thing) {
    return things.contains(thing);
  }

  void remove(T thing) {
    things.remove(thing);
  }
}
