package io.mas.gateway.identity;

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

  /** Of the keys in the directory. */
  public Principal(String agent, AgentKeys keys) {
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

  /** The signing key of an id, or null. */
  public @Nullable SigningKey key(String id) {
    return signing.get(id);
  }

  /** The key under which deliveries to it are sealed. */
  public DeliveryKey delivery() {
    return delivery;
  }
}
