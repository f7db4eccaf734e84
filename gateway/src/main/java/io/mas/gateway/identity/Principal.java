package io.mas.gateway.identity;

import io.mas.protocol.AgentEntry;
import io.mas.protocol.DeliveryKey;
import io.mas.protocol.VerifyingKey;
import org.jspecify.annotations.Nullable;

/** A provisioned agent and its keys. Immutable. */
public final class Principal {
  private final String agent;
  private final AgentEntry entry;
  private final DeliveryKey delivery;

  /** Of what the directory says. */
  public Principal(String agent, AgentEntry entry) {
    this.agent = agent;
    this.entry = entry;
    this.delivery = new DeliveryKey(entry.delivery());
  }

  /** The agent's id. */
  public String agent() {
    return agent;
  }

  /** Whether nothing of it is taken any more, and nothing is brought to it. */
  public boolean isRevoked() {
    return entry.isRevoked();
  }

  /** The signing key of an id, in whatever state, or null. */
  public @Nullable VerifyingKey key(String id) {
    return entry.keys().get(id);
  }

  /** The key under which deliveries to it are sealed. */
  public DeliveryKey delivery() {
    return delivery;
  }
}
