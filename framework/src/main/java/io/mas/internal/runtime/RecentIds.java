package io.mas.internal.runtime;

import java.util.LinkedHashSet;
import java.util.Set;

/** The newest of many ids. Not thread-safe. */
final class RecentIds {
  private static final int MAX = 4_096;

  private final Set<String> ids = new LinkedHashSet<>();

  void add(String id) {
    ids.add(id);
    if (ids.size() > MAX) {
      ids.remove(ids.iterator().next());
    }
  }

  boolean contains(String id) {
    return ids.contains(id);
  }

  void remove(String id) {
    ids.remove(id);
  }
}
