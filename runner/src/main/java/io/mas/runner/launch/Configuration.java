package io.mas.runner.launch;

import io.mas.gateway.payload.TargetRule;
import io.mas.runner.config.AgentsConfig;
import io.mas.runner.config.AgentsFile;
import io.mas.runner.config.GatewayConfig;
import io.mas.runner.config.GatewayFile;
import io.mas.runner.config.Loaded;
import io.mas.runner.config.UnknownAgents;
import io.mas.runner.redis.RedisSource;
import io.mas.runner.redis.RedisUrl;
import io.mas.runner.yaml.ConfigException;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * agents.yaml and gateway.yaml, read and checked.
 *
 * @param agents agents.yaml
 * @param gateway gateway.yaml, or its defaults
 * @param targets what gateway.yaml says of targets, with its schemas
 * @param schemaFiles the files that they were read from
 * @param warnings what is doubtful about either, a line each
 */
public record Configuration(
    AgentsConfig agents,
    GatewayConfig gateway,
    Map<String, TargetRule> targets,
    List<Path> schemaFiles,
    List<String> warnings) {

  /** The files that it was read from. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(agents.file()));
    agents.gatewayConfigFile().ifPresent(files::add);
    files.addAll(schemaFiles);
    return files;
  }

  /**
   * Reads the same files again.
   *
   * @param schemas gets the schema files that are named now, those that are missing too
   * @throws io.mas.runner.yaml.ConfigException if either cannot be used
   */
  Configuration readAgain(Map<String, String> environment, Consumer<List<Path>> schemas) {
    return load(agents.file(), environment, schemas);
  }

  /**
   * Reads the files.
   *
   * @param file agents.yaml, or null to search for it from the working directory upward
   * @throws io.mas.runner.yaml.ConfigException if either cannot be used
   */
  public static Configuration load(@Nullable Path file, Map<String, String> environment) {
    return load(file, environment, schemas -> {});
  }

  private static Configuration load(
      @Nullable Path file, Map<String, String> environment, Consumer<List<Path>> schemas) {
    Path found = file == null ? AgentsFile.find(Path.of("")) : file;
    Loaded<AgentsConfig> agents = AgentsFile.load(found, environment);
    Loaded<GatewayConfig> gateway =
        agents
            .config()
            .gatewayConfigFile()
            .map(path -> GatewayFile.load(path, environment))
            .orElseGet(() -> GatewayFile.defaults(agents.config().directory(), environment));
    oneRedis(agents.config(), gateway.config());
    gateway.config().security().jwt().ifPresent(JwtRuleOf::check);
    List<String> warnings = new ArrayList<>();
    agents.warnings().stream().map(Problem::toString).forEach(warnings::add);
    gateway.warnings().stream().map(Problem::toString).forEach(warnings::add);
    UnknownAgents.of(gateway.config(), agents.config()).stream()
        .map(Problem::toString)
        .forEach(warnings::add);
    gateway.config().notInForce().forEach(setting -> warnings.add(setting.toString()));
    TargetRulesOf rules =
        new TargetRulesOf(
            agents
                .config()
                .gatewayConfigFile()
                .map(path -> path.toAbsolutePath().resolveSibling(""))
                .orElse(agents.config().directory()));
    try {
      Map<String, TargetRule> targets = rules.compile(gateway.config().targets());
      return new Configuration(
          agents.config(), gateway.config(), targets, List.copyOf(rules.files()), warnings);
    } finally {
      schemas.accept(List.copyOf(rules.files()));
    }
  }

  /** A gateway at another Redis than the agents would wait for messages that never come. */
  private static void oneRedis(AgentsConfig agents, GatewayConfig gateway) {
    if (agents.serviceRedisUrl().isEmpty() || gateway.redis().urls().isEmpty()) {
      return;
    }
    Located<String> one = agents.serviceRedisUrl().get();
    Located<String> other = gateway.redis().urls().get(0);
    String hosts = RedisUrl.of("service_redis_url", one.value()).toString();
    String others = RedisUrl.of("redis.url", other.value()).toString();
    if (!hosts.equals(others)) {
      throw new ConfigException(
          other.position(),
          "redis.url names %s, but service_redis_url at %s names %s; name one Redis, in one place"
              .formatted(others, one.position(), hosts));
    }
  }

  /** Where the runner keeps what is its own: {@code .mas} beside agents.yaml. */
  public Path ownDirectory() {
    return agents.directory().resolve(".mas");
  }

  /** Which Redis is meant, given what the command line says. */
  public RedisSource redis(@Nullable String argument) {
    return RedisSource.withDirectory(ownDirectory())
        .argument(argument)
        .configured("service_redis_url", agents.serviceRedisUrl().map(Located::value).orElse(null))
        .configured("redis.url", RedisLogin.url(gateway.redis()));
  }
}
