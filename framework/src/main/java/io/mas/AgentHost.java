package io.mas;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.internal.runtime.AgentHooks;
import io.mas.internal.runtime.HostResources;
import io.mas.internal.runtime.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs instances of agents in this process, on one Redis that a gateway or the runner has prepared.
 *
 * <p>Thread-safe. {@link #close} stops all instances in order.
 */
public final class AgentHost implements AutoCloseable {
  /** How long an instance may take to finish its turns when it stops. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  private final RedisServer server;
  private final HostResources resources;
  private final List<RunningAgent> running = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private AgentHost(RedisServer server) {
    this.server = server;
    this.resources = new HostResources(server);
  }

  /**
   * A host on the Redis at a URL ({@code redis://} or {@code rediss://}); connects with the first
   * instance. Each agent connects as the user of its credentials, or of the URL if it has none.
   */
  public static AgentHost at(String redisUrl) {
    return new AgentHost(RedisServer.at(redisUrl));
  }

  /**
   * Finds what is wrong with an agent's class without running it: a handler of a wrong shape, two
   * for one message type. {@link #start} would refuse it with the same message.
   *
   * @throws AgentDefinitionException if the class cannot be run
   */
  public static void check(Class<? extends Agent<?>> agentClass) {
    Instance.check(agentClass);
  }

  /**
   * Starts an instance; returns when it has registered, while its {@code onStart} runs.
   *
   * @throws AgentDefinitionException if the agent's class cannot be run
   * @throws MasException if Redis cannot be reached, refuses the credentials, or is not prepared
   */
  public RunningAgent start(AgentSettings settings, AgentCredentials credentials, Agent<?> agent) {
    if (!settings.id().equals(credentials.agentId())) {
      throw new IllegalArgumentException(
          "the credentials are those of %s, not of %s"
              .formatted(credentials.agentId(), settings.id()));
    }
    Instance instance =
        new Instance(settings, credentials, hooks(agent), layout(credentials), resources);
    agent.attach(instance.context());
    instance.start();
    RunningAgent handle = new RunningAgent(settings.id(), instance);
    running.add(handle);
    return handle;
  }

  private Keys layout(AgentCredentials credentials) {
    try (RedisLink link =
        server.link(
            credentials.redisUser().orElse(null), credentials.redisPassword().orElse(null))) {
      return Layout.read(link);
    }
  }

  /**
   * Whether all instances take part that are not about to end; else the first that does not, and
   * why. Costs nothing.
   */
  public Health health() {
    for (RunningAgent agent : running) {
      Health health = agent.health();
      if (!health.up() && !agent.isEnding()) {
        return Health.down(agent.id() + "/" + agent.instanceId() + ": " + health.reason());
      }
    }
    return Health.ok();
  }

  /** Stops all instances at the same time, each in order, and closes the connections; once. */
  @Override
  public void close() {
    close(GRACE);
  }

  /** Stops all like {@link #close()}, with another time to finish their turns in. */
  public void close(Duration grace) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture.allOf(
            running.stream()
                .map(
                    handle ->
                        CompletableFuture.runAsync(() -> handle.stop(grace), resources.handlers()))
                .toArray(CompletableFuture[]::new))
        .join();
    resources.close();
    server.close();
  }

  private static AgentHooks hooks(Agent<?> agent) {
    return new AgentHooks() {
      @Override
      public Object agent() {
        return agent;
      }

      @Override
      public void onStart() throws Exception {
        agent.onStart();
      }

      @Override
      public void onStop() throws Exception {
        agent.onStop();
      }

      @Override
      public void onMessage(Message message) throws Exception {
        agent.onMessage(message);
      }

      @Override
      public void onRejected(Rejection rejection) throws Exception {
        agent.onRejected(rejection);
      }

      @Override
      public Map<String, Object> metadata() {
        return agent.metadata();
      }
    };
  }
}
