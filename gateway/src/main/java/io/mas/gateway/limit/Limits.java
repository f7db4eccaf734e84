package io.mas.gateway.limit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a configuration. Only what agents send or request of each other counts: no answers,
 * and nothing that is for the gateway.
 *
 * @param every of each sending agent that has none of its own, or null
 * @param agents of sending agents, by their ids
 * @param types of each sender for messages of a type, by the types
 * @param targets of all that is sent to an agent, by whomever, by the ids
 * @param global of all messages of all gateways together, or null
 */
public record Limits(
    @Nullable Limit every,
    Map<String, Limit> agents,
    Map<String, Limit> types,
    Map<String, Limit> targets,
    @Nullable Limit global) {
  /** No limits. */
  public static final Limits NONE = new Limits(null, Map.of(), Map.of(), Map.of(), null);

  /** Copies the maps. */
  public Limits {
    agents = Map.copyOf(agents);
    types = Map.copyOf(types);
    targets = Map.copyOf(targets);
  }

  /** Each sending agent may send so many. */
  public static Limits ofEach(Limit every) {
    return NONE.withEvery(every);
  }

  /** With another one of each sending agent. */
  public Limits withEvery(Limit limit) {
    return new Limits(limit, agents, types, targets, global);
  }

  /** With these of agents. */
  public Limits withAgents(Map<String, Limit> limits) {
    return new Limits(every, limits, types, targets, global);
  }

  /** With these of types. */
  public Limits withTypes(Map<String, Limit> limits) {
    return new Limits(every, agents, limits, targets, global);
  }

  /** With these of targets. */
  public Limits withTargets(Map<String, Limit> limits) {
    return new Limits(every, agents, types, limits, global);
  }

  /** With another one of all. */
  public Limits withGlobal(Limit limit) {
    return new Limits(every, agents, types, targets, limit);
  }
}
