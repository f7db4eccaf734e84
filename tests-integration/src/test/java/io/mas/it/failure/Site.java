package io.mas.it.failure;

import io.mas.Agent;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.RunningAgent;
import io.mas.gateway.Provisioning;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.it.support.GatewayProcess;
import io.mas.it.support.RedisProcess;
import io.mas.it.support.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A system of real processes for one test: a Redis that keeps everything, and the gateways and
 * agents that the test starts. Closing it ends them all.
 */
public final class Site implements AutoCloseable {
  private final RedisProcess redis;
  private final Provisioning provisioning;
  private final Wire wire;
  private final AgentHost host;
  private final List<PolicyRule> rules = new ArrayList<>();
  private final Map<String, AgentCredentials> credentials = new ConcurrentHashMap<>();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean decided;

  private Site(RedisProcess redis) {
    this.redis = redis;
    this.provisioning = Provisioning.at(redis.url(), true);
    this.wire = Wire.to(redis.url());
    this.host = AgentHost.at(redis.agentUrl());
  }

  /** On a Redis of its own whose data is in a directory. */
  public static Site in(Path directory) throws IOException {
    return new Site(RedisProcess.in(directory));
  }

  /** Its Redis. */
  public RedisProcess redis() {
    return redis;
  }

  /** Its Redis as the admin sees it; it connects again by itself. */
  public Wire wire() {
    return wire;
  }

  /** Lets one agent send to others. Before the first gateway, so that it is in force from then. */
  public synchronized void allow(String sender, String... targets) {
    if (decided) {
      throw new IllegalStateException("permissions are given before the first gateway starts");
    }
    rules.add(new PolicyRule.Allow(sender, List.of(targets), Origin.CODE));
    provisioning.publish("test", List.copyOf(rules));
    provision(sender);
    List.of(targets).forEach(this::provision);
  }

  /** Puts other permissions into force, for the gateways that start from now on. */
  public void publish(PolicyRule... others) {
    provisioning.publish("test", List.of(others));
  }

  /** How many decisions the audit log has for each message. */
  public Map<String, Integer> decisionsPerMessage() {
    Map<String, Integer> decisions = new TreeMap<>();
    wire.audit().forEach(record -> decisions.merge(record.path("id").asText(), 1, Integer::sum));
    return decisions;
  }

  /** An agent's credentials, made the first time. */
  public AgentCredentials provision(String agent) {
    return credentials.computeIfAbsent(agent, provisioning::provision);
  }

  /** Starts a gateway; it decides when this returns. */
  public GatewayProcess gateway() throws IOException {
    GatewayProcess gateway = gateway(redis.port(), Map.of());
    gateway.process().awaitReady();
    return gateway;
  }

  /** Starts a gateway by another port, such as a proxy's, and does not wait. */
  public synchronized GatewayProcess gateway(int port, Map<String, String> properties)
      throws IOException {
    decided = true;
    return closing(GatewayProcess.launch(redis.url(port), properties));
  }

  /** Starts a process of agents; they have started when this returns. */
  public AgentProcess agents(AgentProcess.Role... roles) throws IOException {
    return agents(redis.port(), Map.of(), roles).awaitReady();
  }

  /** Starts a process of agents by another port, such as a proxy's, and does not wait. */
  public AgentProcess agents(int port, Map<String, String> properties, AgentProcess.Role... roles)
      throws IOException {
    List<AgentCredentials> needed =
        List.of(roles).stream().map(role -> provision(role.id())).distinct().toList();
    return closing(AgentProcess.launch(redis.agentUrl(port), needed, List.of(roles), properties));
  }

  /** Runs an instance of an agent in the test's own process. */
  public RunningAgent run(String id, Agent<?> agent) {
    return run(host, AgentSettings.of(id), agent);
  }

  /** The same with settings of its own. */
  public RunningAgent run(AgentSettings settings, Agent<?> agent) {
    return run(host, settings, agent);
  }

  /** The same by another port, such as a proxy's. */
  public RunningAgent run(int port, String id, Agent<?> agent) {
    AgentHost other = closing(AgentHost.at(redis.agentUrl(port)));
    return run(other, AgentSettings.of(id), agent);
  }

  private RunningAgent run(AgentHost on, AgentSettings settings, Agent<?> agent) {
    RunningAgent running = on.start(settings, provision(settings.id()), agent);
    running.started().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    return running;
  }

  /** Closes something with the site, before what was there before it. */
  public synchronized <T extends AutoCloseable> T closing(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    host.close();
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException(part + " did not close", e);
      }
    }
    wire.close();
    provisioning.close();
    redis.close();
  }
}
