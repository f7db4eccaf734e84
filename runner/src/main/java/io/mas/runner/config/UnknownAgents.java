package io.mas.runner.config;

import io.mas.runner.yaml.Nearest;
import io.mas.runner.yaml.Problem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds agents that gateway.yaml names and agents.yaml does not have: most often a slip. */
public final class UnknownAgents {
  private UnknownAgents() {}

  /** No errors, since agents may be started elsewhere; where agents.yaml has none, all are. */
  public static List<Problem> of(GatewayConfig gateway, AgentsConfig agents) {
    Set<String> known =
        agents.agents().stream().map(AgentSettings::id).collect(Collectors.toUnmodifiableSet());
    if (known.isEmpty()) {
      return List.of();
    }
    return gateway.namedAgents().stream()
        .filter(named -> !known.contains(named.value()) && !named.value().equals(Ids.RESERVED))
        .map(
            named ->
                new Problem(
                    named.position(),
                    "the agent `"
                        + named.value()
                        + "` is not in agents.yaml"
                        + Nearest.hint(named.value(), known)))
        .toList();
  }
}
