package io.mas.internal.redis;

import io.mas.MasException;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The registry's entries of agents in Redis, as an admin reads and writes them. Thread-safe. */
public final class AgentEntries {
  private final RedisLink admin;
  private final Keys keys;

  /** On a Redis that is prepared. */
  public AgentEntries(RedisLink admin, Keys keys) {
    this.admin = admin;
    this.keys = keys;
  }

  /**
   * The entry of an agent, if it is provisioned.
   *
   * @throws MasException if it cannot be read
   */
  public Optional<AgentEntry> find(String agent) {
    byte[] stored = admin.field(Keys.agentKeys(keys.shardOf(agent)), agent);
    return stored == null
        ? Optional.empty()
        : Optional.of(parsed(agent, new String(stored, StandardCharsets.UTF_8)));
  }

  int shardOf(String agent) {
    return keys.shardOf(agent);
  }

  /** A number that changes with the entries of a shard; empty if there are none. */
  String version(int shard) {
    byte[] version = admin.field(Keys.agentKeys(shard), "@version");
    return version == null ? "" : new String(version, StandardCharsets.UTF_8);
  }

  /** Makes an agent known if it is not; the entry in force. */
  AgentEntry enter(String agent, AgentEntry fresh) {
    return parsed(agent, write(agent, fresh, "new", ""));
  }

  /**
   * Changes an entry. When somebody else changes it at the same time, the change is made again to
   * what that one has left.
   *
   * @return the changed entry, or nothing if the agent is not provisioned
   */
  public Optional<AgentEntry> change(String agent, UnaryOperator<AgentEntry> change) {
    byte[] stored = admin.field(Keys.agentKeys(keys.shardOf(agent)), agent);
    String before = stored == null ? "" : new String(stored, StandardCharsets.UTF_8);
    while (!before.isEmpty()) {
      AgentEntry changed = change.apply(parsed(agent, before));
      String inForce = write(agent, changed, "change", before);
      if (inForce.equals(Json.text(changed.toJson()))) {
        return Optional.of(changed);
      }
      before = inForce;
    }
    return Optional.empty();
  }

  /** Forgets an agent. */
  void remove(String agent) {
    call(agent, "", "remove", "");
  }

  private String write(String agent, AgentEntry entry, String mode, String before) {
    return call(agent, Json.text(entry.toJson()), mode, before);
  }

  private String call(String agent, String entry, String mode, String before) {
    int shard = keys.shardOf(agent);
    return admin.callForText(
        "mas_provision",
        List.of(Keys.agents(shard), Keys.agentKeys(shard)),
        new Arguments().add(agent).add(entry).add(mode).add(before));
  }

  private static AgentEntry parsed(String agent, String stored) {
    try {
      return AgentEntry.fromJson(Json.read(stored.getBytes(StandardCharsets.UTF_8)));
    } catch (ProtocolException e) {
      throw new MasException("the keys of agent " + agent + " in Redis are spoiled", e);
    }
  }
}
