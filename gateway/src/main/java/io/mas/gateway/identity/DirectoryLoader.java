package io.mas.gateway.identity;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the directory: reads the shards whose version has changed. Thread-safe. */
public final class DirectoryLoader {
  private static final Logger log = LoggerFactory.getLogger(DirectoryLoader.class);
  private static final String VERSION = "@version";

  private final RedisLink link;
  private final Keys keys;
  private final Map<Integer, byte[]> versions = new HashMap<>();
  private volatile Directory current = Directory.empty();

  /** Of the agents in a Redis; knows nobody before the first {@link #refresh}. */
  public DirectoryLoader(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  /** The directory as last read. */
  public Directory current() {
    return current;
  }

  /** Reads what has changed. */
  public synchronized void refresh() {
    for (int shard = 0; shard < keys.shards(); shard++) {
      refresh(shard);
    }
  }

  /** Reads one shard, if it has changed. */
  public synchronized void refresh(int shard) {
    byte @Nullable [] version = link.field(Keys.agentKeys(shard), VERSION);
    if (version != null && !Arrays.equals(version, versions.get(shard))) {
      current = current.with(shard, read(shard));
      versions.put(shard, version);
    } else if (version == null && versions.remove(shard) != null) {
      current = current.with(shard, Map.of());
    }
  }

  private Map<String, Principal> read(int shard) {
    Map<String, Principal> agents = new HashMap<>();
    link.hash(Keys.agentKeys(shard))
        .forEach(
            (agent, json) -> {
              if (!agent.equals(VERSION)) {
                Principal principal = principal(agent, json);
                if (principal != null) {
                  agents.put(agent, principal);
                }
              }
            });
    return agents;
  }

  private static @Nullable Principal principal(String agent, byte[] json) {
    try {
      return new Principal(agent, AgentKeys.fromJson(Json.read(json)));
    } catch (ProtocolException e) {
      // unknown, and so refused, rather than let in with keys that nobody can read
      log.error("the keys of agent {} cannot be read: {}", agent, e.getMessage());
      return null;
    }
  }
}
