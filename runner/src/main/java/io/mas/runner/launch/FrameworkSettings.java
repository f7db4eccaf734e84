package io.mas.runner.launch;

import io.mas.runner.config.AgentSettings;
import io.mas.runner.yaml.Located;
import java.util.LinkedHashMap;
import java.util.Map;

/** An entry under {@code agents} as the framework takes it. */
final class FrameworkSettings {
  private FrameworkSettings() {}

  static io.mas.AgentSettings of(AgentSettings agent) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    agent
        .metadata()
        .values()
        .forEach(
            (name, value) -> {
              if (value != null) {
                metadata.put(name, value);
              }
            });
    return new io.mas.AgentSettings(
        agent.id(),
        agent.concurrency(),
        agent.maxAttempts(),
        agent.capabilities().stream().map(Located::value).toList(),
        metadata,
        agent.instances(),
        agent.onPoison(),
        agent.lease(),
        agent.jwtFile());
  }
}
