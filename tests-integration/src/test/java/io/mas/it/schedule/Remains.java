package io.mas.it.schedule;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What Redis holds when all is done: the state, and nothing that somebody should have removed. */
final class Remains {
  private Remains() {}

  static void check(World world, List<Worker> workers) {
    var redis = world.server.redis;
    var keys = world.server.keys;
    Map<String, Integer> counts = new TreeMap<>();
    for (String agent : World.AGENTS) {
      // not of its notes and lanes: that it can clear them away is to hide no leak
      world.server.call(
          "mas_tidy",
          List.of(
              keys.inbox(agent),
              keys.sequence(agent),
              keys.instance(agent, ""),
              world.server.keys.retries("none"),
              world.server.keys.lanes("none")),
          List.of());
      Map<String, String> state = redis.hgetall(keys.state(agent));
      state.forEach(
          (property, value) -> {
            if (!property.startsWith("@")) {
              counts.put(agent + "/" + property, Integer.parseInt(value));
            }
          });
      empty(world, keys.inbox(agent), redis.xlen(keys.inbox(agent)));
      empty(
          world,
          "held of " + keys.inbox(agent),
          redis.xpending(keys.inbox(agent), Server.GROUP).getCount());
      empty(world, keys.outbox(agent), redis.xlen(keys.outbox(agent)));
      empty(world, keys.lanes(agent), redis.zcard(keys.lanes(agent)));
      empty(world, keys.timers(agent), redis.zcard(keys.timers(agent)));
      empty(world, keys.delayed(agent), redis.hlen(keys.delayed(agent)));
      empty(world, keys.retries(agent), redis.hlen(keys.retries(agent)));
      Set<String> order = new HashSet<>(redis.hkeys(keys.order(agent)));
      order.remove("w");
      empty(world, keys.order(agent) + order, order.size());
      for (Worker worker : workers) {
        if (worker.agent.equals(agent)) {
          of(world, worker);
        }
      }
    }
    world.ledger.checkEnd(counts);
  }

  private static void of(World world, Worker worker) {
    var redis = world.server.redis;
    String own = world.server.keys.instanceStream(worker.agent, worker.name);
    if (worker.alive) {
      empty(world, own, redis.xlen(own));
    } else {
      empty(world, own, redis.exists(own));
      String number = redis.hget(world.server.keys.sequence(worker.agent), worker.name + ":c");
      empty(world, "call number of " + worker.name, number == null ? 0 : 1);
    }
  }

  private static void empty(World world, String what, long count) {
    if (count != 0) {
      world.ledger.leftBehind(count + " in " + what);
    }
  }
}
