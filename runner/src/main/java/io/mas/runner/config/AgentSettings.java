package io.mas.runner.config;

import io.mas.OnPoison;
import io.mas.runner.yaml.FreeValues;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One entry under {@code agents}.
 *
 * @param classPath a class name such as {@code com.example.EchoAgent}, or {@code File.java:Class},
 *     a source file beside agents.yaml; its form is checked, not that it exists
 * @param capabilities {@code init_kwargs.capabilities}
 * @param initKwargs the rest of {@code init_kwargs}
 * @param jwtFile absolute; need not exist: what runs the agent mounts it
 * @param position where the entry begins
 */
public record AgentSettings(
    Located<String> agentId,
    Located<String> classPath,
    int instances,
    List<Located<String>> capabilities,
    FreeValues initKwargs,
    int concurrency,
    int maxAttempts,
    OnPoison onPoison,
    Duration lease,
    Optional<Path> jwtFile,
    FreeValues metadata,
    Position position) {

  /** The id alone. */
  public String id() {
    return agentId.value();
  }
}
