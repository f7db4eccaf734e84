package io.mas.runner.launch;

import io.mas.Agent;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.MasException;
import io.mas.RunningAgent;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.Provisioning;
import io.mas.gateway.registry.Registry;
import io.mas.runner.config.AgentSettings;
import io.mas.runner.config.GatewayConfig;
import io.mas.runner.redis.RedisInUse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a system that run in this process. Started in the order Redis, service, gateway,
 * agents; stopped in the opposite one. Thread-safe.
 */
public final class Deployment implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Deployment.class);

  private record Part(String name, AutoCloseable closing) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();

  private Deployment() {}

  /**
   * Starts the parts.
   *
   * @param agents those of agents.yaml that are to run here
   * @param redisArgument what {@code --redis} says, or null
   * @throws io.mas.runner.yaml.ConfigException if a class or its arguments do not fit
   * @throws io.mas.runner.redis.RedisUnavailableException if Redis cannot be used
   */
  public static Deployment start(
      Configuration configuration,
      Parts wanted,
      List<AgentSettings> agents,
      @Nullable String redisArgument) {
    Deployment deployment = new Deployment();
    try {
      deployment.startParts(configuration, wanted, agents, redisArgument);
      return deployment;
    } catch (RuntimeException e) {
      deployment.close();
      throw e;
    }
  }

  private void startParts(
      Configuration configuration,
      Parts wanted,
      List<AgentSettings> agents,
      @Nullable String redisArgument) {
    // what can be wrong with the agents is found before anything is started
    Map<AgentSettings, List<Agent<?>>> objects = new LinkedHashMap<>();
    @Nullable AgentLauncher launcher = null;
    if (wanted.agents()) {
      AgentLauncher loading = opened("classes", new AgentLauncher(configuration.agents(), agents));
      agents.forEach(agent -> objects.put(agent, loading.create(agent)));
      launcher = loading;
    }
    RedisInUse redis = opened("Redis", configuration.redis(redisArgument).open());
    log.info("Redis is {}", redis);
    String url = redis.url().value();
    boolean redisUsers = redisUsers(configuration.gateway());
    Map<String, AgentCredentials> credentials = new LinkedHashMap<>();
    try (Provisioning provisioning = Provisioning.at(url, redisUsers)) {
      provisioning.publish(
          configuration.agents().file().toString(),
          PolicyRules.of(configuration.agents().permissions()));
      CredentialStore store = new CredentialStore(configuration.ownDirectory());
      for (AgentSettings agent : configuration.agents().agents()) {
        credentials.put(agent.id(), store.of(agent.id(), provisioning));
      }
    }
    if (wanted.service()) {
      opened("service", Registry.start(url));
    }
    if (wanted.gateway()) {
      opened(
          "gateway",
          Gateway.start(
              new GatewaySettings(
                  url,
                  PolicyRules.of(configuration.gateway().policy().rules()),
                  configuration.gateway().signing().maxTimestampDrift())));
    }
    if (launcher != null) {
      AgentHost host = opened("agents", AgentHost.at(url));
      watch(launcher.start(host, objects, id -> required(credentials, id)));
    }
  }

  private static AgentCredentials required(Map<String, AgentCredentials> credentials, String id) {
    AgentCredentials found = credentials.get(id);
    if (found == null) {
      throw new MasException("agent " + id + " has no credentials");
    }
    return found;
  }

  private static boolean redisUsers(GatewayConfig gateway) {
    boolean own = gateway.security().redisAcl() == GatewayConfig.RedisAcl.AUTO;
    if (!own) {
      log.warn(
          "security.redis_acl is off: Redis does not keep agents from each other's keys, nor from"
              + " the gateway's");
    }
    return own;
  }

  private <T extends AutoCloseable> T opened(String name, T part) {
    synchronized (parts) {
      parts.push(new Part(name, part));
    }
    return part;
  }

  private void watch(List<RunningAgent> running) {
    List<String> names = new ArrayList<>();
    for (RunningAgent agent : running) {
      names.add(agent.id());
      agent
          .started()
          .whenComplete(
              (done, error) -> {
                if (error != null) {
                  log.error("agent {}: onStart failed", agent.id(), error);
                  failure.completeExceptionally(
                      new StartFailure(
                          "agent "
                              + agent.id()
                              + " could not start: "
                              + error.getClass().getSimpleName()
                              + ": "
                              + error.getMessage(),
                          error));
                }
              });
    }
    log.info("running: {}", String.join(", ", names));
  }

  /** Fails when an agent could not start; never ends otherwise. */
  public CompletableFuture<Void> failure() {
    return failure;
  }

  /**
   * Stops all parts in order: agents finish their turns and deregister, then the gateway, the
   * service, Redis. Does nothing the second time.
   */
  @Override
  public void close() {
    while (true) {
      Part part;
      synchronized (parts) {
        part = parts.poll();
      }
      if (part == null) {
        return;
      }
      try {
        part.closing().close();
      } catch (Exception e) {
        log.error("{} did not stop cleanly", part.name(), e);
      }
    }
  }
}
