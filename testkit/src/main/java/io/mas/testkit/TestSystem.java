package io.mas.testkit;

import io.mas.Agent;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.RunningAgent;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.Provisioning;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.registry.Registry;
import io.mas.runner.redis.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A whole system for one test: a real Redis of its own that keeps nothing, service, gateway, and
 * the agents that the test runs. The permissions are the test's too: nothing is allowed before
 * {@link #allow}.
 *
 * <p>Thread-safe. {@link #close} stops everything in order.
 */
public final class TestSystem implements AutoCloseable {
  private static final long START_SECONDS = 30;

  private final EmbeddedRedis redis;
  private final String url;
  private final Provisioning provisioning;
  private final AgentHost host;
  private final Registry registry;
  private final List<PolicyRule> rules = new ArrayList<>();
  private final Map<String, AgentCredentials> credentials = new ConcurrentHashMap<>();
  private @Nullable Gateway gateway;

  private TestSystem() {
    this.redis = EmbeddedRedis.ephemeral().open();
    this.url = redis.address().url();
    this.provisioning = Provisioning.at(url, true);
    this.registry = Registry.start(url);
    this.host = AgentHost.at(url);
  }

  /** With a gateway. */
  public static TestSystem start() {
    TestSystem system = withoutGateway();
    system.startGateway();
    return system;
  }

  /** Without one; what is sent waits until {@link #startGateway}. */
  public static TestSystem withoutGateway() {
    return new TestSystem();
  }

  /** Starts a gateway. */
  public synchronized void startGateway() {
    if (gateway != null) {
      throw new IllegalStateException("the gateway runs already");
    }
    gateway = Gateway.start(GatewaySettings.of(url));
  }

  /** Stops the gateway; the agents run on. */
  public synchronized void stopGateway() {
    if (gateway != null) {
      gateway.close();
      gateway = null;
    }
  }

  /** Lets one agent send to others; in force when this returns. */
  public synchronized TestSystem allow(String sender, String... targets) {
    return rule(new PolicyRule.Allow(sender, List.of(targets), Origin.CODE));
  }

  /** Adds any rule; in force when this returns. */
  public synchronized TestSystem rule(PolicyRule rule) {
    rules.add(rule);
    provisioning.publish("test", List.copyOf(rules));
    if (gateway != null) {
      gateway.refresh();
    }
    return this;
  }

  /** Makes an agent known without running it. */
  public AgentCredentials provision(String id) {
    return credentials.computeIfAbsent(id, provisioning::provision);
  }

  /** Runs an instance of an agent; returns when its {@code onStart} has. */
  public RunningAgent run(String id, Agent<?> agent) {
    return run(AgentSettings.of(id), agent);
  }

  /** Runs an instance with settings of its own; returns when its {@code onStart} has. */
  public RunningAgent run(AgentSettings settings, Agent<?> agent) {
    RunningAgent running = host.start(settings, provision(settings.id()), agent);
    running.started().toCompletableFuture().orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
    return running;
  }

  /** The Redis of this system, with an admin's password in it. */
  public String redisUrl() {
    return url;
  }

  /** Stops agents, gateway, service and Redis, in this order. */
  @Override
  public void close() {
    host.close();
    stopGateway();
    registry.close();
    provisioning.close();
    redis.close();
  }
}
