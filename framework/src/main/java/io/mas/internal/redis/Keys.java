package io.mas.internal.redis;

/**
 * Builds every key. All keys of an agent carry its shard as the hash tag of Redis Cluster, so that
 * one script reaches them all.
 */
public final class Keys {
  /** Of the whole system: layout version and shard count. */
  public static final String LAYOUT = "mas:layout";

  /** Of the whole system: the gateways' secret. */
  public static final String GATEWAY = "mas:gateway";

  /** Of the whole system: the permissions, one field for each source. */
  public static final String POLICY = "mas:policy";

  /** Of the whole system: the agents that an operator has put under restraint. */
  public static final String RESTRICTIONS = "mas:restrictions";

  /** The channel of system events. */
  public static final String SYSTEM_EVENTS = "mas.system";

  private final int shards;

  /** For a layout of so many shards. */
  public Keys(int shards) {
    if (shards < 1 || shards > 16_384) {
      throw new IllegalArgumentException("shards must be 1 to 16384, not " + shards);
    }
    this.shards = shards;
  }

  /** How many shards there are. */
  public int shards() {
    return shards;
  }

  /** The shard of an agent. */
  public int shardOf(String agent) {
    return Crc16.of(agent) % shards;
  }

  private static String tag(int shard) {
    return "{" + shard + "}";
  }

  private String ofAgent(String prefix, String agent) {
    return prefix + tag(shardOf(agent)) + ":" + agent;
  }

  /** What discovery shows of an agent. */
  public String agent(String agent) {
    return ofAgent("agent:", agent);
  }

  /** The registration of an instance. */
  public String instance(String agent, String instance) {
    return ofAgent("agent:", agent) + ":instance:" + instance;
  }

  /** An agent's state. */
  public String state(String agent) {
    return ofAgent("agent.state:", agent);
  }

  /** What an agent has sent and the gateway has not yet settled. */
  public String outbox(String agent) {
    return ofAgent("agent.outbox:", agent);
  }

  /** The numbers of an agent's instances and calls. */
  public String sequence(String agent) {
    return ofAgent("agent.seq:", agent);
  }

  /** The inbox that the instances of an agent share. */
  public String inbox(String agent) {
    return ofAgent("agent.stream:", agent);
  }

  /** Replies and rejections for one instance. */
  public String instanceStream(String agent, String instance) {
    return ofAgent("agent.stream:", agent) + ":" + instance;
  }

  /** The attempts at entries of an agent's inbox that have failed before. */
  public String retries(String agent) {
    return ofAgent("agent.retries:", agent);
  }

  /** When an agent's delayed messages leave. */
  public String timers(String agent) {
    return ofAgent("agent.timers:", agent);
  }

  /** The delayed messages of an agent. */
  public String delayed(String agent) {
    return ofAgent("agent.delayed:", agent);
  }

  /** The busy ordering lanes of an agent, with what waits in them. */
  public String lanes(String agent) {
    return ofAgent("agent.lanes:", agent);
  }

  /** Up to where an agent's inbox is sorted into lanes, and which lanes are parked. */
  public String order(String agent) {
    return ofAgent("agent.order:", agent);
  }

  /** For each sender, the last outbox id delivered to an agent. */
  public String marks(String agent) {
    return ofAgent("agent.marks:", agent);
  }

  /** Who is provisioned on a shard. */
  public static String agents(int shard) {
    return "mas.agents:" + tag(shard);
  }

  /** Signing and delivery keys of the agents of a shard. */
  public static String agentKeys(int shard) {
    return "mas.keys:" + tag(shard);
  }

  /** Owner of a shard and its fencing number. */
  public static String lease(int shard) {
    return "mas.lease:" + tag(shard);
  }

  /** For each sender of a shard, the last outbox id decided. */
  public static String cursor(int shard) {
    return "mas.cursor:" + tag(shard);
  }

  /** What is decided and not yet known to be delivered. */
  public static String due(int shard) {
    return "mas.due:" + tag(shard);
  }

  /** Last numbers of the live instances of a shard, and a floor for each agent. */
  public static String ledger(int shard) {
    return "mas.seq:" + tag(shard);
  }

  /** What the senders of a shard have left of their limits, where that is not all. */
  public static String limits(int shard) {
    return "mas.limits:" + tag(shard);
  }

  /** What is left of the limits that gateways share, on the targets of a shard. */
  public static String quotas(int shard) {
    return "mas.quotas:" + tag(shard);
  }

  /** The circuits of the targets of a shard, where there is anything to know of them. */
  public static String breakers(int shard) {
    return "mas.breakers:" + tag(shard);
  }

  /** The audit log of a shard. */
  public static String audit(int shard) {
    return "audit:messages:" + tag(shard);
  }

  /** The dead letters of a shard. */
  public static String deadLetters(int shard) {
    return "dlq:messages:" + tag(shard);
  }

  /** The outbox entries of a shard that are released dead letters and not yet decided. */
  public static String released(int shard) {
    return "mas.released:" + tag(shard);
  }

  /** The dead letters of the senders of a shard whose replay has begun. */
  public static String replays(int shard) {
    return "mas.replays:" + tag(shard);
  }

  /** The messages of the senders of a shard that wait for a person's approval. */
  public static String held(int shard) {
    return "mas.held:" + tag(shard);
  }

  /** Until when each of those waits, its size, and what a person has said. */
  public static String approvals(int shard) {
    return "mas.approvals:" + tag(shard);
  }

  /** The channel that tells the owner of a shard whose outbox has something. */
  public static String bell(int shard) {
    return "mas.bell:" + tag(shard);
  }

  /** The channel that tells the service whose instances have changed. */
  public static String registry(int shard) {
    return "mas.registry:" + tag(shard);
  }
}
