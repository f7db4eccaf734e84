package io.mas.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the gateway keeps of an agent's instances: the live ones, and one floor for all others. */
record Sequence(int floor, Map<String, Live> live) {

  /** How an instance that may send is registered, and its last message number decided. */
  record Live(Registration registration, int last) {}

  static final Sequence NONE = new Sequence(0, Map.of());

  int lastInstance() {
    return live.values().stream().map(l -> l.registration().number()).reduce(floor, Math::max);
  }

  Sequence with(Live state) {
    var next = new TreeMap<>(live);
    next.put(state.registration().iid(), state);
    return new Sequence(floor, Collections.unmodifiableMap(next));
  }

  /** Forgets instances; the floor rises, so that no registration of them can come back. */
  Sequence without(Predicate<Registration> gone) {
    var next = new TreeMap<>(live);
    int raised = floor;
    for (var state : live.values()) {
      var registration = state.registration();
      if (gone.test(registration)) {
        next.remove(registration.iid());
        raised = Math.max(raised, registration.number());
      }
    }
    return new Sequence(raised, Collections.unmodifiableMap(next));
  }
}
