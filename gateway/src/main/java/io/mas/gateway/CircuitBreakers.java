package io.mas.gateway;

import io.mas.gateway.breaker.CircuitStatus;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.protocol.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The circuits of agents, and what an operator wants of them. It is kept in Redis, where agents
 * cannot change it, outlives every restart, and is in force at all gateways within a second. Needs
 * a user with the rights of an admin.
 */
public final class CircuitBreakers implements AutoCloseable {
  private final RedisServer server;
  private final RedisLink link;
  private final Keys keys;

  private CircuitBreakers(RedisServer server) {
    this.server = server;
    this.link = server.link();
    this.keys = Layout.read(link);
  }

  /**
   * On the Redis at a URL.
   *
   * @throws LinkException if it cannot be reached
   * @throws io.mas.MasException if it holds no system
   */
  public static CircuitBreakers at(String redisUrl) {
    RedisServer server = RedisServer.at(redisUrl);
    try {
      return new CircuitBreakers(server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** All agents that are known. */
  public List<String> agents() {
    TreeSet<String> agents = new TreeSet<>();
    for (int shard = 0; shard < keys.shards(); shard++) {
      agents.addAll(agents(shard));
    }
    return List.copyOf(agents);
  }

  private List<String> agents(int shard) {
    return link.members(Keys.agents(shard)).stream()
        .map(agent -> new String(agent, StandardCharsets.UTF_8))
        .toList();
  }

  /** How it stands with the circuits of all agents, by their ids. */
  public List<CircuitStatus> all() {
    List<CircuitStatus> all = new ArrayList<>();
    for (int shard = 0; shard < keys.shards(); shard++) {
      Map<String, CircuitStatus> known = known(shard);
      for (String agent : agents(shard)) {
        all.add(known.getOrDefault(agent, CircuitStatus.unknown(agent)));
      }
    }
    all.sort((a, b) -> a.agent().compareTo(b.agent()));
    return all;
  }

  private Map<String, CircuitStatus> known(int shard) {
    return CircuitStatus.ofShard(link.hash(Keys.breakers(shard)), link.time());
  }

  /** How it stands with the circuit of an agent; empty if there is no such agent. */
  public Optional<CircuitStatus> of(String agent) {
    int shard = keys.shardOf(agent);
    return agents(shard).contains(agent)
        ? Optional.of(known(shard).getOrDefault(agent, CircuitStatus.unknown(agent)))
        : Optional.empty();
  }

  /** Refuses all that is sent to an agent; whether there is such an agent. */
  public boolean open(String agent) {
    return want(agent, "open");
  }

  /** Lets all pass to an agent, however it fails; whether there is such an agent. */
  public boolean close(String agent) {
    return want(agent, "closed");
  }

  /**
   * Undoes {@link #open} and {@link #close(String)}, and forgets what has failed before; whether
   * there is such an agent.
   */
  public boolean reset(String agent) {
    return want(agent, "reset");
  }

  private boolean want(String agent, String wish) {
    if (!Names.isId(agent)) {
      return false;
    }
    int shard = keys.shardOf(agent);
    Object found =
        link.callForAny(
            "mas_breaker",
            List.of(Keys.agents(shard), Keys.breakers(shard)),
            new Arguments().add(agent).add(wish));
    return Long.valueOf(1).equals(found);
  }

  @Override
  public void close() {
    server.close();
  }
}
