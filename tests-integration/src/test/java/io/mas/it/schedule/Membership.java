package io.mas.it.schedule;

import java.util.List;

/** How an instance comes and goes. */
final class Membership {
  /** What it sends then. */
  static final String NOTICE = "registration";

  private static final String LONG_LEASE = "100000000";
  private static final String BELL = "bell";
  private static final String REGISTRY = "registry";

  private final World world;
  private final String agent;
  private final String instance;
  private final String record;
  private final String outbox;
  private final String sequence;
  private final String own;
  private final String inbox;

  Membership(World world, String agent, String instance) {
    var keys = world.server.keys;
    this.world = world;
    this.agent = agent;
    this.instance = instance;
    this.record = keys.instance(agent, instance);
    this.outbox = keys.outbox(agent);
    this.sequence = keys.sequence(agent);
    this.own = keys.instanceStream(agent, instance);
    this.inbox = keys.inbox(agent);
  }

  void register(long nextCall) {
    String last = world.server.redis.hget(sequence, "n");
    long number = last == null ? 1 : Long.parseLong(last) + 1;
    List<String> arguments =
        List.of(
            agent,
            instance,
            String.valueOf(number),
            LONG_LEASE,
            LONG_LEASE,
            BELL,
            REGISTRY,
            NOTICE,
            "",
            "",
            String.valueOf(nextCall),
            "field",
            "value");
    world.server.call("mas_register", List.of(record, outbox, sequence, own), arguments);
  }

  void leave(Fate fate) {
    world.says(instance + " leaves" + fate.words());
    world.call(
        instance,
        fate,
        "mas_leave",
        List.of(record, outbox, sequence, own, inbox),
        List.of(agent, instance, BELL, REGISTRY, NOTICE, "", ""));
  }

  /** Its registration lapses; its stream too, if it does not live. */
  void lapse(boolean lives) {
    world.server.redis.del(record);
    if (!lives) {
      world.server.redis.del(own);
    }
  }
}
