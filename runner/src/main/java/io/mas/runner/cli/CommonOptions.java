package io.mas.runner.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "agents.yaml; else it is searched from the working directory upward")
  @Nullable Path config;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description =
          "Redis to use, before agents.yaml, gateway.yaml and MAS_REDIS_URL; with none of them an"
              + " embedded server runs, its data in .mas beside agents.yaml")
  @Nullable String redis;
}
