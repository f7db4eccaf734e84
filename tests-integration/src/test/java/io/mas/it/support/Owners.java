package io.mas.it.support;

import io.mas.gateway.Gateway;
import io.mas.gateway.GatewayRules;
import io.mas.gateway.GatewaySettings;
import io.mas.internal.redis.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gateways of which each owns the shards that a test gives it. */
public final class Owners implements AutoCloseable {
  private final Wire wire;
  private final List<Gateway> gateways = new ArrayList<>();

  private Owners(Wire wire) {
    this.wire = wire;
  }

  /** Names of agents that are on shards of their own. */
  public static List<String> apart(int count) {
    List<String> names = new ArrayList<>();
    Set<Integer> shards = new HashSet<>();
    for (int i = 0; names.size() < count; i++) {
      if (shards.add(Wire.KEYS.shardOf("s" + i))) {
        names.add("s" + i);
      }
    }
    return names;
  }

  /**
   * Starts gateways; the shards of the agents named go to them in turn, the others to the first.
   */
  public static Owners start(
      String redisUrl, Wire wire, int count, GatewayRules rules, List<String> agents) {
    Owners owners = new Owners(wire);
    for (int shard = 0; shard < Wire.KEYS.shards(); shard++) {
      owners.lease(shard, "nobody", Duration.ofHours(1));
    }
    for (int i = 0; i < count; i++) {
      owners.gateways.add(Gateway.start(GatewaySettings.of(redisUrl).with(rules)));
    }
    List<Integer> ofAgents = agents.stream().map(Wire.KEYS::shardOf).toList();
    for (int shard = 0; shard < Wire.KEYS.shards(); shard++) {
      int place = Math.max(0, ofAgents.indexOf(shard));
      owners.lease(shard, owners.gateways.get(place % count).id(), Duration.ofSeconds(5));
    }
    return owners;
  }

  private void lease(int shard, String owner, Duration time) {
    long until = System.currentTimeMillis() + time.toMillis();
    wire.redis()
        .hset(
            Keys.lease(shard),
            Map.of(
                "owner",
                owner.getBytes(StandardCharsets.UTF_8),
                "until",
                Long.toString(until).getBytes(StandardCharsets.UTF_8)));
  }

  /** Lets one of them own an agent's shard from now on; the owner before loses it. */
  public void give(String agent, int place) {
    int shard = Wire.KEYS.shardOf(agent);
    lease(shard, gateways.get(place).id(), Duration.ofSeconds(5));
    wire.redis().hincrby(Keys.lease(shard), "fence", 1); // no commit of a term before passes
  }

  /** One of them. */
  public Gateway get(int place) {
    return gateways.get(place);
  }

  @Override
  public void close() {
    gateways.forEach(Gateway::close);
  }
}
