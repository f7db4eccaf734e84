package io.mas.runner.launch;

import io.mas.Agent;
import io.mas.AgentCredentials;
import io.mas.AgentDefinitionException;
import io.mas.AgentHost;
import io.mas.RunningAgent;
import io.mas.runner.agents.AgentClassException;
import io.mas.runner.agents.AgentClasses;
import io.mas.runner.agents.AgentConstructionException;
import io.mas.runner.agents.AgentFactory;
import io.mas.runner.config.AgentSettings;
import io.mas.runner.config.AgentsConfig;
import io.mas.runner.yaml.ConfigException;
import io.mas.runner.yaml.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The agents that run here: their classes, their objects, and the start of their instances. */
final class AgentLauncher implements AutoCloseable {
  private final AgentClasses classes;
  private final AgentFactory factory = new AgentFactory();
  private final Map<AgentSettings, Class<? extends Agent<?>>> loaded = new LinkedHashMap<>();
  private final Map<AgentSettings, List<Agent<?>>> objects = new LinkedHashMap<>();

  /**
   * Loads all classes.
   *
   * @param cache where compiled sources are kept
   * @throws ConfigException if one cannot be loaded, naming its place in agents.yaml
   */
  AgentLauncher(AgentsConfig config, List<AgentSettings> agents, Path cache) {
    try {
      this.classes =
          new AgentClasses(
              config.directory(), config.classpath().stream().map(Path::toString).toList(), cache);
    } catch (AgentClassException e) {
      throw new ConfigException(Position.ofFile(config.file().toString()), text(e));
    }
    for (AgentSettings agent : agents) {
      try {
        loaded.put(agent, classes.load(agent.classPath().value()));
      } catch (AgentClassException e) {
        throw about(agent, agent.classPath().position(), e);
      }
    }
  }

  /** Checks that each class can be run and an object of it made, without making one. */
  void check() {
    loaded.forEach(
        (agent, type) -> {
          try {
            AgentHost.check(type);
            factory.check(type, agent.initKwargs().values());
          } catch (AgentDefinitionException e) {
            throw about(agent, agent.classPath().position(), e);
          } catch (AgentConstructionException e) {
            throw misfit(agent, e);
          }
        });
  }

  /** Makes the objects of all instances of all agents. */
  void create() {
    loaded.forEach((agent, type) -> objects.put(agent, instances(agent, type)));
  }

  /** Keeps what was compiled for the next start: called when nothing has been refused. */
  void keepClasses() {
    classes.keep();
  }

  private List<Agent<?>> instances(AgentSettings agent, Class<? extends Agent<?>> type) {
    List<Agent<?>> made = new ArrayList<>();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes.contextLoader(type));
    try {
      for (int i = 0; i < agent.instances(); i++) {
        made.add(factory.create(type, agent.initKwargs().values()));
      }
    } catch (AgentConstructionException e) {
      throw misfit(agent, e);
    } finally {
      thread.setContextClassLoader(before);
    }
    return made;
  }

  /** Starts all instances of the agents that have credentials; their objects have been made. */
  List<RunningAgent> start(AgentHost host, Map<String, AgentCredentials> credentials) {
    List<RunningAgent> running = new ArrayList<>();
    objects.forEach(
        (agent, instances) -> {
          AgentCredentials own = credentials.get(agent.id());
          if (own == null) {
            return; // revoked or killed
          }
          for (Agent<?> instance : instances) {
            running.add(host.start(FrameworkSettings.of(agent), own, instance));
          }
        });
    return running;
  }

  private static ConfigException misfit(AgentSettings agent, AgentConstructionException e) {
    String path = e.kwargPath();
    Position position =
        path == null ? agent.classPath().position() : agent.initKwargs().position(path);
    return about(agent, position, e);
  }

  private static ConfigException about(AgentSettings agent, Position position, Exception e) {
    String[] text = ("agent " + agent.id() + ": " + text(e)).split("\\R", 2);
    return text.length == 1
        ? new ConfigException(position, text[0])
        : new ConfigException(position, text[0], text[1]);
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
