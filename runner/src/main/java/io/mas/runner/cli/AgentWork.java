package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.gateway.Provisioning;
import io.mas.protocol.Json;
import io.mas.protocol.Names;
import io.mas.runner.config.GatewayConfig;
import io.mas.runner.launch.Configuration;
import io.mas.runner.redis.RedisInUse;
import io.mas.runner.yaml.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
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

  boolean redisUsers() {
    return hasNoFiles()
        || Configuration.load(options.config, System.getenv()).gateway().security().redisAcl()
            == GatewayConfig.RedisAcl.AUTO;
  }

  private boolean hasNoFiles() {
    return options.redis != null && options.config == null;
  }

  /** The agent of an id, which must be there. */
  static Provisioning.Agent existing(Provisioning provisioning, String agent) {
    return provisioning
        .agent(agent)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "there is no agent '%s'%s".formatted(agent, nearest(provisioning, agent))));
  }

  private static String nearest(Provisioning provisioning, String agent) {
    List<String> ids = provisioning.agents().stream().map(Provisioning.Agent::id).toList();
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
    return Configuration.load(options.config, System.getenv())
        .ownDirectory()
        .resolve("credentials")
        .resolve(agent + ".json");
  }

  /** Writes credentials to a file that only its owner can read, and says so. */
  void write(AgentCredentials credentials, Path file) {
    try {
      credentials.write(file);
    } catch (IOException e) {
      throw new MasException("the credentials cannot be written: " + e.getMessage(), e);
    }
    command.getOut().printf("credentials of %s: %s%n", credentials.agentId(), file);
  }

  static String state(Provisioning.Agent agent) {
    return agent.revokedAt().isPresent() ? "REVOKED" : "IN FORCE";
  }

  static ObjectNode json(Provisioning.Agent agent) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("agent", agent.id());
    tree.put("state", state(agent));
    agent.revokedAt().ifPresent(at -> tree.put("revoked_at", at.toString()));
    ObjectNode keys = tree.putObject("keys");
    for (int i = 0; i < agent.keys().size(); i++) {
      keys.put(agent.keys().get(i), i == agent.keys().size() - 1 ? "active" : "verify-only");
    }
    return tree;
  }
}
