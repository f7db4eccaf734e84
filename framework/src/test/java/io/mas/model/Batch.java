package io.mas.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a batch from the outboxes and decides it; a pure function of what the owner holds. */
final class Batch {
  private static final int ENTRIES = 2;

  /** What was read of one outbox. */
  private record Read(String sender, Sequence seq, List<Entry> entries, boolean toTheEnd) {}

  private final World world;
  private final List<Read> reads = new ArrayList<>();
  final Set<Registration> lapsed;
  final List<Decision> decisions = new ArrayList<>();
  final Map<String, Long> cursor = new HashMap<>();
  final Map<String, Sequence> seq = new HashMap<>();

  /** A batch for which {@code lapsed} was read before any outbox. */
  Batch(World world, Set<Registration> lapsed) {
    this.world = world;
    this.lapsed = lapsed;
  }

  void read(String sender, long after, Sequence before) {
    var entries = new ArrayList<Entry>();
    var undecided = world.keys(sender).outbox.tailMap(after, false);
    undecided.forEach((id, message) -> entries.add(new Entry(id, message)));
    var taken = List.copyOf(entries.subList(0, Math.min(ENTRIES, entries.size())));
    reads.add(new Read(sender, before, taken, taken.size() == entries.size()));
  }

  boolean isEmpty() {
    return decisions.isEmpty() && seq.isEmpty();
  }

  void decide(Set<Registration> gone) {
    for (var read : reads) {
      var state = read.seq();
      for (var entry : read.entries()) {
        state = decide(entry, state);
        cursor.put(read.sender(), entry.id());
      }
      if (read.toTheEnd() || !world.has(Rule.DROP_AFTER_DECIDED)) {
        state = state.without(live -> isAmong(gone, live));
      }
      if (!state.equals(read.seq())) {
        seq.put(read.sender(), state);
      }
    }
  }

  private boolean isAmong(Set<Registration> gone, Registration live) {
    return world.has(Rule.LAPSE_NAMES_THE_NUMBER)
        ? gone.contains(live)
        : gone.stream().anyMatch(lapsed -> lapsed.iid().equals(live.iid()));
  }

  private Sequence decide(Entry entry, Sequence before) {
    var message = entry.message();
    var state = before;
    if (!world.has(Rule.REGISTER_IN_STREAM)) {
      state = asRecordsSayNow(message, state);
    }
    if (message.kind() == Message.Kind.REGISTER) {
      return register(entry, state);
    }
    var live = state.live().get(message.iid());
    if (live == null) {
      // Of an instance that has lapsed, and so, if honest, was decided before.
      decisions.add(new Decision(entry, Verdict.UNREGISTERED));
      return state;
    }
    if (world.has(Rule.SEQUENCE_MUST_RISE) && message.number() <= live.last()) {
      decisions.add(new Decision(entry, Verdict.REPLAYED));
      return state;
    }
    var open = message.kind() == Message.Kind.REPLY || !world.closed.contains(message.target());
    decisions.add(new Decision(entry, open ? Verdict.ALLOWED : Verdict.DENIED));
    return state.with(new Sequence.Live(live.registration(), message.number()));
  }

  private Sequence register(Entry entry, Sequence state) {
    var message = entry.message();
    var isNew = message.instance() > state.lastInstance() || !world.has(Rule.INSTANCE_MUST_RISE);
    decisions.add(new Decision(entry, isNew ? Verdict.ALLOWED : Verdict.REPLAYED));
    if (!isNew) {
      return state;
    }
    var last = world.has(Rule.REGISTER_BEARS_SEQUENCE) ? message.number() : 0;
    var registration = new Registration(message.iid(), message.instance());
    return state.with(new Sequence.Live(registration, last));
  }

  private Sequence asRecordsSayNow(Message message, Sequence state) {
    var number = world.keys(message.sender()).records.get(message.iid());
    if (number == null) {
      return state.without(live -> live.iid().equals(message.iid()));
    }
    return state.live().containsKey(message.iid())
        ? state
        : state.with(new Sequence.Live(new Registration(message.iid(), number), 0));
  }
}
