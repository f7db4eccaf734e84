package io.mas.runner.launch;

import io.mas.Agent;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.RunningAgent;
import io.mas.runner.agents.AgentClassException;
import io.mas.runner.agents.AgentClasses;
import io.mas.runner.agents.AgentConstructionException;
import io.mas.runner.agents.AgentFactory;
import io.mas.runner.config.AgentsConfig;
import io.mas.runner.yaml.ConfigException;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Loads the classes of agents, makes their objects, and starts their instances. */
public final class AgentLauncher implements AutoCloseable {
  private final AgentsConfig config;
  private final AgentClasses classes;
  private final AgentFactory factory = new AgentFactory();
  private final Map<String, Class<? extends Agent<?>>> loaded = new LinkedHashMap<>();

  /**
   * Loads all classes.
   *
   * @throws ConfigException if one cannot be loaded, naming its place in agents.yaml
   */
  public AgentLauncher(AgentsConfig config, List<io.mas.runner.config.AgentSettings> agents) {
    this.config = config;
    try {
      this.classes =
          new AgentClasses(
              config.directory(), config.classpath().stream().map(Path::toString).toList());
    } catch (AgentClassException e) {
      throw new ConfigException(Position.ofFile(config.file().toString()), text(e));
    }
    for (io.mas.runner.config.AgentSettings agent : agents) {
      Located<String> classPath = agent.classPath();
      try {
        loaded.put(agent.id(), classes.load(classPath.value()));
      } catch (AgentClassException e) {
        throw new ConfigException(classPath.position(), text(e));
      }
    }
  }

  /** Checks that an object of each class could be made, without making one. */
  public void check(List<io.mas.runner.config.AgentSettings> agents) {
    for (io.mas.runner.config.AgentSettings agent : agents) {
      Class<? extends Agent<?>> type = loaded(agent);
      try {
        factory.check(type, agent.initKwargs().values());
      } catch (AgentConstructionException e) {
        throw misfit(agent, e);
      }
    }
  }

  /** Makes the objects of all instances of an agent. */
  public List<Agent<?>> create(io.mas.runner.config.AgentSettings agent) {
    Class<? extends Agent<?>> type = loaded(agent);
    List<Agent<?>> objects = new ArrayList<>();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(classes.contextLoader(type));
    try {
      for (int i = 0; i < agent.instances(); i++) {
        objects.add(factory.create(type, agent.initKwargs().values()));
      }
    } catch (AgentConstructionException e) {
      throw misfit(agent, e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    return objects;
  }

  /** Starts all instances of all agents. */
  public List<RunningAgent> start(
      AgentHost host,
      Map<io.mas.runner.config.AgentSettings, List<Agent<?>>> objects,
      Function<String, AgentCredentials> credentials) {
    List<RunningAgent> running = new ArrayList<>();
    objects.forEach(
        (agent, instances) -> {
          AgentCredentials own = credentials.apply(agent.id());
          for (Agent<?> instance : instances) {
            running.add(host.start(settings(agent), own, instance));
          }
        });
    return running;
  }

  private static AgentSettings settings(io.mas.runner.config.AgentSettings agent) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    agent
        .metadata()
        .values()
        .forEach(
            (name, value) -> {
              if (value != null) {
                metadata.put(name, value);
              }
            });
    return new AgentSettings(
        agent.id(),
        agent.concurrency(),
        agent.maxAttempts(),
        agent.capabilities().stream().map(Located::value).toList(),
        metadata);
  }

  private Class<? extends Agent<?>> loaded(io.mas.runner.config.AgentSettings agent) {
    Class<? extends Agent<?>> type = loaded.get(agent.id());
    if (type == null) {
      throw new IllegalArgumentException("agent " + agent.id() + " was not loaded");
    }
    return type;
  }

  private ConfigException misfit(
      io.mas.runner.config.AgentSettings agent, AgentConstructionException e) {
    String path = e.kwargPath();
    Position position =
        path == null ? agent.classPath().position() : agent.initKwargs().position(path);
    return new ConfigException(
        position, "agent " + agent.id() + " of " + config.file().getFileName() + ": " + text(e));
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Lets the classes go; the agents have stopped before. */
  @Override
  public void close() {
    classes.close();
  }
}
