package io.mas.gateway.identity;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the directory: reads the shards whose version has changed. Thread-safe. */
public final class DirectoryLoader {
  private static final Logger log = LoggerFactory.getLogger(DirectoryLoader.class);
  private static final String VERSION = "@version";

  private final RedisLink link;
  private final Keys keys;
  private final BooleanSupplier readable;
  private final Map<Integer, byte[]> versions = new HashMap<>();
  private volatile Directory current = Directory.empty();

  /**
   * Of the agents in a Redis; knows nobody before the first {@link #refresh}.
   *
   * @param readable whether Redis has them; while it has lost them, those read last stay
   */
  public DirectoryLoader(RedisLink link, Keys keys, BooleanSupplier readable) {
    this.link = link;
    this.keys = keys;
    this.readable = readable;
  }

  /** The directory as last read. */
  public Directory current() {
    return current;
  }

  /** Reads what has changed. */
  public synchronized void refresh() {
    if (readable.getAsBoolean()) {
      for (int shard = 0; shard < keys.shards(); shard++) {
        take(shard);
      }
    }
  }

  /** Reads one shard, if it has changed. */
  public synchronized void refresh(int shard) {
    if (readable.getAsBoolean()) {
      take(shard);
    }
  }

  /** Lets the next refresh read all. */
  public synchronized void forgetVersions() {
    versions.clear();
  }

  private void take(int shard) {
    byte @Nullable [] version = link.field(Keys.agentKeys(shard), VERSION);
    if (version == null ? !versions.containsKey(shard) : isKnown(shard, version)) {
      return;
    }
    Map<String, Principal> agents = version == null ? Map.of() : read(shard);
    if (!readable.getAsBoolean()) {
      return; // lost while it was read: half of it may be missing
    }
    current = current.with(shard, agents);
    if (version == null) {
      versions.remove(shard);
    } else {
      versions.put(shard, version);
    }
  }

  private boolean isKnown(int shard, byte[] version) {
    return Arrays.equals(version, versions.get(shard));
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
      return new Principal(agent, AgentEntry.fromJson(Json.read(json)));
    } catch (ProtocolException e) {
      // unknown, and so refused, rather than let in with keys that nobody can read
      log.error("the keys of agent {} cannot be read: {}", agent, e.getMessage());
      return null;
    }
  }
}
