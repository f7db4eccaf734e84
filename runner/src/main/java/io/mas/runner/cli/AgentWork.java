package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.gateway.ProvisionedAgent;
import io.mas.gateway.Provisioning;
import io.mas.protocol.Json;
import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.Names;
import io.mas.runner.config.GatewayConfig;
import io.mas.runner.launch.Configuration;
import io.mas.runner.launch.CredentialStore;
import io.mas.runner.redis.RedisInUse;
import io.mas.runner.yaml.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the commands about provisioned agents have in common. */
final class AgentWork {
  private final CommonOptions options;
  private final CommandLine command;

  AgentWork(CommonOptions options, CommandLine command) {
    this.options = options;
    this.command = command;
  }

  /** Does something with the provisioning of the system; the exit status. */
  int with(ToIntFunction<Provisioning> work) {
    try (RedisInUse redis = AdminRedis.open(options);
        Provisioning provisioning = Provisioning.at(redis.url().value(), redisUsers())) {
      return work.applyAsInt(provisioning);
    }
  }

  /** Refuses names that no agent can have. */
  void check(String agent) {
    if (!Names.isId(agent) || agent.equals(Names.SYSTEM_AGENT)) {
      throw new ParameterException(
          command,
          "an agent is 1 to 64 of letters, digits, '.', '_' and '-', and not '"
              + Names.SYSTEM_AGENT
              + "'");
    }
  }

  /** That of new signing keys where the command does not say: gateway.yaml's, if there is one. */
  Optional<KeyAlgorithm> algorithm(@Nullable KeyAlgorithm named) {
    if (named != null || hasNoFiles()) {
      return Optional.ofNullable(named);
    }
    return Optional.of(
        Configuration.load(options.config, System.getenv()).gateway().signing().algorithm());
  }

  boolean redisUsers() {
    return hasNoFiles()
        || Configuration.load(options.config, System.getenv()).gateway().security().redisAcl()
            == GatewayConfig.RedisAcl.AUTO;
  }

  private boolean hasNoFiles() {
    return options.redis != null && options.config == null;
  }

  /** The agent of an id, which must be there. */
  static ProvisionedAgent existing(Provisioning provisioning, String agent) {
    return provisioning
        .agent(agent)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "there is no agent '%s'%s".formatted(agent, nearest(provisioning, agent))));
  }

  private static String nearest(Provisioning provisioning, String agent) {
    List<String> ids = provisioning.agents().stream().map(ProvisionedAgent::id).toList();
    return Nearest.hint(agent, ids);
  }

  /** Where the credentials of an agent are to be. */
  Path file(@Nullable Path named, String agent) {
    if (named != null) {
      return named;
    }
    if (hasNoFiles()) {
      throw new ParameterException(
          command, "without agents.yaml, --credentials FILE says where the credentials are to be");
    }
    return CredentialStore.file(
        Configuration.load(options.config, System.getenv()).ownDirectory(), agent);
  }

  /** The credentials of an agent in a file, if they are there. */
  static Optional<AgentCredentials> read(Path file, String agent) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      AgentCredentials held = AgentCredentials.read(file);
      if (!held.agentId().equals(agent)) {
        throw new MasException(
            "%s holds the credentials of %s, not of %s".formatted(file, held.agentId(), agent));
      }
      return Optional.of(held);
    } catch (IOException e) {
      throw new MasException("the credentials cannot be read: " + e.getMessage(), e);
    }
  }

  /** Writes credentials to a file that only its owner can read, and says so. */
  void write(AgentCredentials made, Path file) {
    try {
      made.write(file);
    } catch (IOException e) {
      throw new MasException(
          "agent %s is provisioned, but its credentials cannot be written: %s; `agent rotate %s`"
                  .formatted(made.agentId(), e.getMessage(), made.agentId())
              + " makes new ones, --credentials names another file",
          e);
    }
    command.getOut().printf("credentials of %s: %s%n", made.agentId(), file);
  }

  static String state(ProvisionedAgent agent) {
    return agent.revokedAt().isPresent() ? "REVOKED" : "IN FORCE";
  }

  static ObjectNode json(ProvisionedAgent agent) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("agent", agent.id());
    tree.put("state", state(agent));
    agent.revokedAt().ifPresent(at -> tree.put("revoked_at", at.toString()));
    agent
        .capabilities()
        .ifPresent(granted -> tree.set("capabilities", Json.mapper().valueToTree(granted)));
    ObjectNode keys = tree.putObject("keys");
    ObjectNode algorithms = tree.putObject("algorithms");
    for (ProvisionedAgent.Key key : agent.keys()) {
      keys.put(key.id(), key.state());
      algorithms.put(key.id(), key.algorithm());
    }
    return tree;
  }

  /** The ids of the keys that verify, the newest last. */
  static String keys(ProvisionedAgent agent) {
    return agent.keys().stream()
        .filter(key -> !key.state().equals("revoked"))
        .map(ProvisionedAgent.Key::id)
        .collect(Collectors.joining(" "));
  }
}
