package io.mas.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an owner remembers of the messages it has to deliver, and of how far that has come. */
final class DueQueue {
  private static final int BATCH = 2;

  /** A due message; {@code found} if it was there when the owner took over. */
  private static final class Due {
    final Entry entry;
    final boolean found;
    boolean delivered;
    boolean toDlq;
    boolean settled;

    Due(Entry entry, boolean found) {
      this.entry = entry;
      this.found = found;
    }

    Delivery delivery() {
      return new Delivery(entry, toDlq);
    }

    int shard() {
      return World.shardOf(entry.message().target());
    }
  }

  private final World world;
  private final TreeMap<Long, Due> due = new TreeMap<>();
  private final Map<Delivery.Pair, Long> known = new HashMap<>();

  DueQueue(World world) {
    this.world = world;
  }

  void add(Entry entry, boolean found) {
    due.putIfAbsent(entry.id(), new Due(entry, found));
  }

  void clear() {
    due.clear();
    known.clear();
  }

  void remove(Set<Long> ids) {
    due.keySet().removeAll(ids);
  }

  /** The next messages for a target shard, in the order of their ids. */
  List<Delivery> nextFor(int shard) {
    var order = Comparator.<Due>comparingLong(d -> d.entry.id());
    if (!world.has(Rule.DELIVER_DUE_FIRST)) {
      order = Comparator.<Due, Boolean>comparing(d -> d.found).thenComparing(order);
    }
    return due.values().stream()
        .filter(d -> !d.delivered && d.shard() == shard)
        .sorted(order)
        .limit(BATCH)
        .map(Due::delivery)
        .toList();
  }

  Map<Delivery.Pair, Long> known() {
    return Map.copyOf(known);
  }

  void delivered(Map<Long, Delivery.Result> results) {
    results.forEach(
        (id, result) -> {
          var item = due.get(id);
          if (item == null) {
            return; // of an earlier term
          }
          switch (result.outcome()) {
            case DELIVERED -> {
              item.delivered = true;
              item.settled |= !world.has(Rule.DURABLE_DELIVERY);
              known.merge(item.delivery().pair(), id, Math::max);
            }
            case UNAPPENDABLE -> item.toDlq = true;
            case FORGOTTEN -> startAgain(item.delivery().pair(), result.mark());
          }
        });
  }

  /** The target has failed over: all that lies above its mark is to be delivered again. */
  void startAgain(Delivery.Pair pair, long mark) {
    known.put(pair, mark);
    for (var item : due.values()) {
      if (item.delivery().pair().equals(pair) && !item.settled) {
        item.delivered = false;
      }
    }
  }

  /** The pairs of a target shard with deliveries that no replica has confirmed yet. */
  Map<Delivery.Pair, Long> unconfirmed(int shard) {
    var pairs = new HashMap<Delivery.Pair, Long>();
    due.values().stream()
        .filter(d -> d.delivered && !d.settled && d.shard() == shard)
        .forEach(d -> pairs.put(d.delivery().pair(), known.getOrDefault(d.delivery().pair(), 0L)));
    return pairs;
  }

  /** A replica has everything of this pair up to {@code last}. */
  void confirmed(Delivery.Pair pair, long last) {
    due.values().stream()
        .filter(d -> d.delivered && d.entry.id() <= last && d.delivery().pair().equals(pair))
        .forEach(d -> d.settled = true);
  }

  Set<Long> settled() {
    var ids = new TreeSet<Long>();
    due.values().stream().filter(d -> d.settled).forEach(d -> ids.add(d.entry.id()));
    return ids;
  }

  boolean allDelivered(List<Entry> entries) {
    var open = new ArrayList<Long>();
    due.values().stream().filter(d -> !d.delivered).forEach(d -> open.add(d.entry.id()));
    return entries.stream().noneMatch(e -> open.contains(e.id()));
  }
}
