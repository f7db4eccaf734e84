package io.mas.gateway.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agents that are under restraint, as known at one moment. Immutable.
 *
 * @param byAgent what each is under
 */
public record Restrictions(Map<String, Restriction> byAgent) {
  /** Of a system in which nobody is. */
  public static final Restrictions NONE = new Restrictions(Map.of());

  /** Copies the map. */
  public Restrictions {
    byAgent = Map.copyOf(byAgent);
  }

  /** What an agent is under, or null. */
  public @Nullable Restriction of(String agent) {
    return byAgent.isEmpty() ? null : byAgent.get(agent);
  }
}
