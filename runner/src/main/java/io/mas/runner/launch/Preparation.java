package io.mas.runner.launch;

import io.mas.gateway.policy.PolicyProblem;
import io.mas.runner.config.AgentSettings;
import io.mas.runner.redis.RedisSource;
import io.mas.runner.yaml.ConfigException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that can be known to be right before anything is started: which Redis is meant, the
 * permissions, the agents' classes and their handlers.
 */
public final class Preparation implements AutoCloseable {
  private final RedisSource redis;
  private final PolicySource policy;
  private final AgentLauncher agents;

  private Preparation(RedisSource redis, PolicySource policy, AgentLauncher agents) {
    this.redis = redis;
    this.policy = policy;
    this.agents = agents;
  }

  /**
   * Checks everything but the calls of constructors.
   *
   * @param here those of agents.yaml that are to run here
   * @param redisArgument what {@code --redis} says, or null
   * @throws ConfigException if permissions, a class or its arguments do not fit, or the policy does
   *     not decide as its tests expect
   * @throws io.mas.runner.redis.BadSettingException if Redis is named by what is no URL
   */
  public static Preparation of(
      Configuration configuration, List<AgentSettings> here, @Nullable String redisArgument) {
    RedisSource redis = configuration.redis(redisArgument);
    redis.named();
    PolicySource policy = PolicySource.of(configuration);
    List<PolicyProblem> failures = policy.failures();
    if (!failures.isEmpty()) {
      throw new ConfigException(
          failures.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
    }
    AgentLauncher agents =
        new AgentLauncher(
            configuration.agents(), here, configuration.ownDirectory().resolve("classes"));
    try {
      agents.check();
    } catch (RuntimeException e) {
      agents.close();
      throw e;
    }
    return new Preparation(redis, policy, agents);
  }

  RedisSource redis() {
    return redis;
  }

  PolicySource policy() {
    return policy;
  }

  AgentLauncher agents() {
    return agents;
  }

  /** Lets the classes go; the agents have stopped before. */
  @Override
  public void close() {
    agents.close();
  }
}
