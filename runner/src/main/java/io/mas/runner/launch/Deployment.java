package io.mas.runner.launch;

import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.Ending;
import io.mas.Health;
import io.mas.RunningAgent;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.registry.Registry;
import io.mas.runner.config.AgentSettings;
import io.mas.runner.config.GatewayConfig;
import io.mas.runner.redis.RedisInUse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a system that run in this process. Started in the order Redis, service, gateway,
 * agents; stopped in the opposite one. Thread-safe: it may be closed while it starts.
 */
public final class Deployment implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Deployment.class);

  private final RunningParts parts = new RunningParts();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** One of which nothing runs yet. */
  public Deployment() {}

  /**
   * Starts the parts. What can be wrong with files, classes and settings is found before anything
   * is started; what was started before a failure is stopped by {@link #close}.
   *
   * @param agents those of agents.yaml that are to run here
   * @param redisArgument what {@code --redis} says, or null
   * @throws io.mas.runner.yaml.ConfigException if a class or its arguments do not fit
   * @throws io.mas.runner.redis.BadSettingException if Redis is named by what is no URL
   * @throws io.mas.runner.redis.RedisUnavailableException if Redis cannot be used
   * @throws java.util.concurrent.CancellationException if it is closed in between
   */
  public void start(
      Configuration configuration,
      Parts wanted,
      List<AgentSettings> agents,
      @Nullable String redisArgument) {
    List<AgentSettings> here = wanted.agents() ? agents : List.of();
    Preparation prepared =
        parts.add("classes of agents", Preparation.of(configuration, here, redisArgument));
    prepared.agents().create();
    PolicySource policy = prepared.policy();

    RedisInUse redis = parts.add("Redis", prepared.redis().open());
    log.info("Redis is {}", redis);
    prepared.agents().keepClasses();
    String url = redis.url().value();
    Admission admission =
        parts.add(
            "admission", new Admission(configuration, url, redisUsers(configuration.gateway())));
    Map<String, AgentCredentials> credentials = admission.admit(policy, here);
    Map<String, Supplier<Health>> watched = new LinkedHashMap<>();
    if (wanted.service()) {
      parts.add("service", Registry.start(url));
    }
    Gateway gateway = null;
    if (wanted.gateway()) {
      gateway =
          parts.add(
              "gateway",
              Gateway.start(
                  new GatewaySettings(
                      url,
                      GatewayRulesOf.config(configuration.gateway())
                          .withTargets(configuration.targets()))));
      watched.put("gateway", gateway::health);
    }
    if (wanted.gateway() || wanted.agents()) {
      AtomicReference<List<Path>> schemas = new AtomicReference<>(List.of());
      Reload reload =
          new Reload(
              () -> configuration.readAgain(System.getenv(), schemas::set),
              admission,
              gateway,
              configuration);
      parts.add("files", new FileWatch(configuration.files(), schemas::get, reload));
    }
    if (!here.isEmpty()) {
      AgentHost host = parts.add("agents", AgentHost.at(url));
      List<RunningAgent> running = prepared.agents().start(host, credentials);
      running.forEach(this::watch);
      if (!running.isEmpty()) { // else all are revoked or killed
        endWithTheLast(running);
      }
      watched.put("agents", host::health);
    }
    parts.add("health", new HealthWatch(watched)); // closed first: what stops is not down
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

  private void watch(RunningAgent agent) {
    agent
        .started()
        .whenComplete(
            (done, error) -> {
              if (error != null && !parts.isClosing()) {
                Throwable thrown = unwrapped(error);
                log.error("agent {}: onStart failed", agent.id(), thrown);
                end.completeExceptionally(StartFailure.of(agent, thrown));
              }
            });
  }

  /** For who has drained the last agent to see that at the Redis that ends with this runner. */
  private static final int LAST_LOOK_SECONDS = 2;

  /** When an operator has drained all of them there is nothing left to run for. */
  private void endWithTheLast(List<RunningAgent> agents) {
    List<CompletableFuture<Ending>> endings =
        agents.stream().map(agent -> agent.ended().toCompletableFuture()).toList();
    CompletableFuture.allOf(endings.toArray(CompletableFuture[]::new))
        .thenRun(
            () -> {
              if (endings.stream().allMatch(ending -> ending.join() == Ending.DRAINED)) {
                log.info("all agents that ran here have been drained: this runner ends");
                end.completeOnTimeout(null, LAST_LOOK_SECONDS, TimeUnit.SECONDS);
              }
            });
  }

  /** A stage that depends on another one gets its failure wrapped. */
  private static Throwable unwrapped(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof CompletionException && cause != null ? cause : error;
  }

  /** Ends when all agents have been drained; fails when one could not start. */
  public CompletableFuture<Void> end() {
    return end;
  }

  /** Whether {@link #close} has been called. */
  public boolean isClosing() {
    return parts.isClosing();
  }

  /**
   * Stops all parts in order: agents finish their turns and deregister, then the gateway, the
   * service, Redis. Returns when all have stopped, whichever thread stops them.
   */
  @Override
  public void close() {
    parts.close();
  }
}
