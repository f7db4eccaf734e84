package io.mas.it.schedule;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** In place of the gateway: brings what an agent sends to its targets, and decides nothing. */
final class Courier {
  private static final String START = "0-0";

  private final World world;
  private final Map<String, String> noted = new TreeMap<>();
  private final Map<String, String> delivered = new TreeMap<>();

  Courier(World world) {
    this.world = world;
  }

  private List<StreamMessage<String, String>> after(String agent, String id, int most) {
    return world.server.redis.xrange(
        world.server.keys.outbox(agent),
        Range.from(Range.Boundary.excluding(id), Range.Boundary.unbounded()),
        Limit.from(most));
  }

  private static boolean isOfRegistration(StreamMessage<String, String> entry) {
    return entry.getBody().get("h").equals(Membership.NOTICE);
  }

  /** Shows the ledger what has been sent since. */
  void note() {
    for (String agent : World.AGENTS) {
      for (var entry : after(agent, noted.getOrDefault(agent, START), Integer.MAX_VALUE)) {
        if (!isOfRegistration(entry)) {
          world.ledger.sent(Parcel.of(entry.getBody().get("h")));
        }
        noted.put(agent, entry.getId());
      }
    }
  }

  boolean hasWork(String sender) {
    return !after(sender, delivered.getOrDefault(sender, START), 1).isEmpty();
  }

  /**
   * Delivers some of what a sender has in its outbox, and removes it if that is known to be done.
   */
  void deliver(String sender, int most, Fate fate) {
    note();
    var keys = world.server.keys;
    String target = World.other(sender);
    List<String> items = new ArrayList<>();
    int count = 0;
    String last = START;
    List<StreamMessage<String, String>> gone =
        after(sender, delivered.getOrDefault(sender, START), most);
    for (var entry : gone) {
      last = entry.getId();
      if (isOfRegistration(entry) || !Parcel.of(entry.getBody().get("h")).isForAgent()) {
        continue;
      }
      Parcel parcel = Parcel.of(entry.getBody().get("h"));
      boolean toOther = parcel.target().equals(target);
      items.addAll(List.of("D", toOther ? "2" : "4", toOther ? "3" : "5", sender, last, START));
      items.addAll(List.of("4", parcel.header(), "", "", ""));
      count++;
    }
    List<String> onKeys =
        List.of(
            io.mas.internal.redis.Keys.deadLetters(keys.shardOf(target)),
            keys.marks(target),
            keys.inbox(target),
            keys.marks(sender),
            keys.inbox(sender));
    items.add(0, String.valueOf(count));
    world.says("courier delivers " + count + " of " + sender + fate.words());
    if (world.call("courier", fate, "mas_deliver", onKeys, items).isPresent()) {
      delivered.put(sender, last);
      String[] ids = gone.stream().map(StreamMessage::getId).toArray(String[]::new);
      world.server.redis.xdel(keys.outbox(sender), ids);
    }
  }
}
