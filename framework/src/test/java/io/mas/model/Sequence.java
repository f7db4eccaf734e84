package io.mas.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the gateway keeps of an agent's instances: the live ones, and one floor for all others. */
record Sequence(int floor, Map<Integer, Live> live) {

  /** An instance that may send, and the last message number of it that was decided. */
  record Live(String iid, int last) {}

  static final Sequence NONE = new Sequence(0, Map.of());

  int lastInstance() {
    return live.keySet().stream().reduce(floor, Math::max);
  }

  Sequence with(int instance, Live state) {
    var next = new TreeMap<>(live);
    next.put(instance, state);
    return new Sequence(floor, Collections.unmodifiableMap(next));
  }

  /** Forgets instances; the floor rises, so that none of them can come back. */
  Sequence without(Predicate<Live> gone) {
    var next = new TreeMap<>(live);
    int raised = floor;
    for (var e : live.entrySet()) {
      if (gone.test(e.getValue())) {
        next.remove(e.getKey());
        raised = Math.max(raised, e.getKey());
      }
    }
    return new Sequence(raised, Collections.unmodifiableMap(next));
  }
}
