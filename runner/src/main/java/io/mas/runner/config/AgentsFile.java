package io.mas.runner.config;

import io.mas.OnPoison;
import io.mas.runner.yaml.ConfigException;
import io.mas.runner.yaml.FreeValues;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Position;
import io.mas.runner.yaml.YamlDocument;
import io.mas.runner.yaml.YamlMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds and reads agents.yaml. */
public final class AgentsFile {

  /** The name that is searched for. */
  public static final String NAME = "agents.yaml";

  /** What the variables that override the file begin with. */
  public static final String PREFIX = "MAS_RUNNER_";

  private static final String JAVA_NAME =
      "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
          + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*";

  private static final Pattern CLASS_PATH = Pattern.compile("([^:]+\\.java:)?" + JAVA_NAME);

  /** The pattern recurses with each dot; this keeps it far from the end of the stack. */
  private static final int MAX_CLASS_PATH = 1000;

  /** Of instances, and of messages at a time: more is a slip that would use up the memory. */
  private static final int MAX_AT_ONCE = 10_000;

  private static final int MAX_LEASE_SECONDS = 600;

  private AgentsFile() {}

  /**
   * The nearest agents.yaml in {@code start} or a directory above it.
   *
   * @throws ConfigException if there is none, with the directories that were searched
   */
  public static Path find(Path start) {
    List<String> searched = new ArrayList<>();
    for (Path at = start.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      Path candidate = at.resolve(NAME);
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
      searched.add(at.toString());
    }
    throw new ConfigException(
        "no "
            + NAME
            + " found; searched "
            + String.join(", ", searched)
            + "; name a file with --config FILE");
  }

  /**
   * Reads the file and lays the variables of {@code environment} over it.
   *
   * @throws ConfigException with everything that is wrong with it
   */
  public static Loaded<AgentsConfig> load(Path file, Map<String, String> environment) {
    YamlDocument document =
        YamlDocument.open(file).overlay(PREFIX, environment, Set.of("agent_id"));
    AgentsConfig config = read(file, document);
    return new Loaded<>(config, document.finish());
  }

  static AgentsConfig read(Path file, YamlDocument document) {
    YamlMap root = document.root();
    Paths paths = new Paths(file, document.findings());
    Optional<Located<String>> redis = root.text("service_redis_url");
    redis.ifPresent(url -> RedisUrls.check(url, "service_redis_url", document.findings()));
    Optional<Path> gatewayFile =
        root.text("gateway_config_file").flatMap(name -> paths.file(name, "gateway_config_file"));
    List<Path> classpath =
        root.texts("classpath").stream()
            .flatMap(name -> paths.directoryOrJar(name, "classpath").stream())
            .toList();
    List<AgentSettings> agents = agents(root, paths);
    List<Permission> permissions = PermissionReader.read(root, "permissions");
    Set<String> ids = agents.stream().map(AgentSettings::id).collect(Collectors.toSet());
    PermissionWarnings.add(permissions, ids, document.findings());
    return new AgentsConfig(
        file.toAbsolutePath().normalize(),
        root.bool("start_service").orElse(true),
        root.bool("start_gateway").orElse(true),
        redis,
        gatewayFile,
        classpath,
        permissions,
        agents);
  }

  private static List<AgentSettings> agents(YamlMap root, Paths paths) {
    List<AgentSettings> agents =
        root.sections("agents").stream().map(entry -> agent(entry, paths)).toList();
    if (agents.isEmpty()) {
      root.findings().warning(root.position("agents"), () -> "no agents: nothing will run");
    }
    Map<String, Position> seen = new HashMap<>();
    for (AgentSettings agent : agents) {
      Position first = seen.putIfAbsent(agent.id(), agent.agentId().position());
      if (first != null && !agent.id().isEmpty()) {
        root.findings()
            .problem(
                agent.agentId().position(),
                "the agent `" + agent.id() + "` stands already at " + first);
      }
    }
    return agents;
  }

  private static AgentSettings agent(YamlMap entry, Paths paths) {
    Located<String> id = entry.requiredText("agent_id");
    Ids.check(id, entry.path("agent_id"), entry.findings());
    if (id.value().equals(Ids.RESERVED)) {
      entry
          .findings()
          .problem(id.position(), "the id `mas` is reserved: the gateway answers under it");
    }
    Located<String> classPath = entry.requiredText("class_path");
    if (!classPath.value().isBlank()
        && (classPath.value().length() > MAX_CLASS_PATH
            || !CLASS_PATH.matcher(classPath.value()).matches())) {
      entry
          .findings()
          .problem(
              classPath.position(),
              entry.path("class_path")
                  + ": expected a class name such as com.example.EchoAgent, or"
                  + " EchoAgent.java:EchoAgent for a source file");
    }
    YamlMap kwargs = entry.section("init_kwargs");
    List<Located<String>> capabilities = kwargs.texts("capabilities");
    FreeValues others = kwargs.rest();
    return new AgentSettings(
        id,
        classPath,
        entry.integer("instances", 1, MAX_AT_ONCE).orElse(1),
        capabilities,
        others,
        entry.integer("concurrency", 1, MAX_AT_ONCE).orElse(1),
        entry.atLeast(1, "max_attempts", 5),
        entry.choice("on_poison", OnPoison.SKIP),
        lease(entry),
        entry.text("jwt_file").flatMap(name -> paths.resolve(name, entry.path("jwt_file"))),
        entry.section("metadata").rest(),
        entry.position());
  }

  private static Duration lease(YamlMap entry) {
    return Duration.ofSeconds(
        entry
            .integer("lease_seconds", 1, MAX_LEASE_SECONDS)
            .orElse(Math.toIntExact(io.mas.AgentSettings.DEFAULT_LEASE.toSeconds())));
  }
}
