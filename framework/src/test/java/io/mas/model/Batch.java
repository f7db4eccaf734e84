package io.mas.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a batch from the outboxes and decides it; a pure function of what the owner holds. */
final class Batch {
  private static final int ENTRIES = 2;

  private final World world;
  final List<Decision> decisions = new ArrayList<>();
  final Map<String, Long> cursor = new HashMap<>();
  final Map<String, Sequence> seq = new HashMap<>();

  /** Hot outboxes in which the read found nothing undecided. */
  final Set<String> nothingNew = new HashSet<>();

  Batch(World world) {
    this.world = world;
  }

  /** Whether there is anything to read, or to forget, after this cursor. */
  static boolean hasWork(World world, String sender, long cursor, Sequence seq, boolean hot) {
    var undecided = world.keys(sender).outbox.higherKey(cursor) != null;
    return undecided ? hot : seq.live().values().stream().anyMatch(l -> world.hasLapsed(l.iid()));
  }

  void read(String sender, long after, Sequence before) {
    // Which records have lapsed is read before the outbox: what comes later can't be theirs.
    var state = before;
    var outbox = world.keys(sender).outbox.tailMap(after, false);
    int taken = 0;
    for (var e : outbox.entrySet()) {
      if (taken == ENTRIES) {
        break;
      }
      state = decide(new Entry(e.getKey(), e.getValue()), state);
      cursor.put(sender, e.getKey());
      taken++;
    }
    if (taken == 0) {
      nothingNew.add(sender);
    }
    if (taken == outbox.size() || !world.has(Rule.DROP_AFTER_DECIDED)) {
      state = state.without(live -> world.hasLapsed(live.iid()));
    }
    if (!state.equals(before)) {
      seq.put(sender, state);
    }
  }

  private Sequence decide(Entry entry, Sequence before) {
    var message = entry.message();
    var state = before;
    if (!world.has(Rule.REGISTER_IN_STREAM)) {
      state = asRecordsSayNow(message, state);
    }
    var live = state.live().get(message.instance());
    if (message.kind() == Message.Kind.REGISTER) {
      var isNew =
          message.instance() > state.lastInstance() || !world.has(Rule.INSTANCE_MUST_RISE);
      decisions.add(new Decision(entry, isNew ? Verdict.ALLOWED : Verdict.REPLAYED));
      return isNew
          ? state.with(message.instance(), new Sequence.Live(message.iid(), 0))
          : state;
    }
    if (live == null) {
      // Below the floor it is of an instance that is gone, and so, if honest, was decided before.
      decisions.add(new Decision(entry, Verdict.UNREGISTERED));
      return state;
    }
    if (world.has(Rule.SEQUENCE_MUST_RISE) && message.number() <= live.last()) {
      decisions.add(new Decision(entry, Verdict.REPLAYED));
      return state;
    }
    var open = message.kind() == Message.Kind.REPLY || !world.closed.contains(message.target());
    decisions.add(new Decision(entry, open ? Verdict.ALLOWED : Verdict.DENIED));
    return state.with(message.instance(), new Sequence.Live(live.iid(), message.number()));
  }

  private Sequence asRecordsSayNow(Message message, Sequence state) {
    if (!world.registered(message.sender(), message.iid())) {
      return state.without(live -> live.iid().equals(message.iid()));
    }
    return state.live().containsKey(message.instance())
        ? state
        : state.with(message.instance(), new Sequence.Live(message.iid(), 0));
  }
}
