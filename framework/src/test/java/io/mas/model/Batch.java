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

  /** What was read of one outbox. */
  private record Read(String sender, Sequence seq, List<Entry> entries, boolean toTheEnd) {}

  private final World world;
  private final List<Read> reads = new ArrayList<>();
  final Set<String> lapsed;
  final List<Decision> decisions = new ArrayList<>();
  final Map<String, Long> cursor = new HashMap<>();
  final Map<String, Sequence> seq = new HashMap<>();

  /** A batch for which {@code lapsed} was read before any outbox. */
  Batch(World world, Set<String> lapsed) {
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

  /** Hot outboxes in which the read found nothing undecided. */
  Set<String> nothingNew() {
    var senders = new HashSet<String>();
    reads.stream().filter(read -> read.entries().isEmpty()).forEach(r -> senders.add(r.sender()));
    return senders;
  }

  void decide(Set<String> gone) {
    for (var read : reads) {
      var state = read.seq();
      for (var entry : read.entries()) {
        state = decide(entry, state);
        cursor.put(read.sender(), entry.id());
      }
      if (read.toTheEnd() || !world.has(Rule.DROP_AFTER_DECIDED)) {
        state = state.without(live -> gone.contains(live.iid()));
      }
      if (!state.equals(read.seq())) {
        seq.put(read.sender(), state);
      }
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
      var isNew = message.instance() > state.lastInstance() || !world.has(Rule.INSTANCE_MUST_RISE);
      decisions.add(new Decision(entry, isNew ? Verdict.ALLOWED : Verdict.REPLAYED));
      return isNew ? state.with(message.instance(), new Sequence.Live(message.iid(), 0)) : state;
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
