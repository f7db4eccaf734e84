package io.mas.runner.config;

import io.mas.runner.yaml.Located;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What agents.yaml says, the environment included.
 *
 * @param file agents.yaml itself, absolute
 * @param gatewayConfigFile absolute; exists
 * @param classpath directories and jars, absolute; all exist
 */
public record AgentsConfig(
    Path file,
    boolean startService,
    boolean startGateway,
    Optional<Located<String>> serviceRedisUrl,
    Optional<Path> gatewayConfigFile,
    List<Path> classpath,
    List<Permission> permissions,
    List<AgentSettings> agents) {

  /** Where relative paths begin: the directory of the file. */
  public Path directory() {
    return file.resolveSibling("").toAbsolutePath();
  }
}
