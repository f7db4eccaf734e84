package io.mas.gateway.identity;

import io.mas.protocol.AgentEntry;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.DeliveryKey;
import io.mas.protocol.SigningKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provisioned agent and its keys. Immutable. */
public final class Principal {
  private final String agent;
  private final Map<String, SigningKey> signing;
  private final DeliveryKey delivery;
  private final boolean revoked;

  /** One in force, with its keys. */
  public Principal(String agent, AgentKeys keys) {
    this(agent, new AgentEntry(keys, 0));
  }

  /** As the directory has it. */
  public Principal(String agent, AgentEntry entry) {
    AgentKeys keys = entry.keys();
    this.revoked = entry.isRevoked();
    this.agent = agent;
    this.delivery = new DeliveryKey(keys.delivery());
    Map<String, SigningKey> byId = new HashMap<>();
    keys.signing().forEach((id, secret) -> byId.put(id, new SigningKey(id, secret)));
    this.signing = Map.copyOf(byId);
  }

  /** The agent's id. */
  public String agent() {
    return agent;
  }

  /** Whether it was revoked: it neither sends nor receives. */
  public boolean isRevoked() {
    return revoked;
  }

  /** The signing key of an id, or null. */
  public @Nullable SigningKey key(String id) {
    return signing.get(id);
  }

  /** The key under which deliveries to it are sealed. */
  public DeliveryKey delivery() {
    return delivery;
  }
}
