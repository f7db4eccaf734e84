package io.mas.it.failure;

import io.mas.Agent;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.OnPoison;
import io.mas.RunningAgent;
import io.mas.it.support.JavaProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Instances of agents in a process of their own, which can be paused, killed and asked to end. It
 * gets credentials alone, in files that its owner can read, and no admin's URL.
 */
public final class AgentProcess implements AutoCloseable {
  private static final String URL = "AGENTS_UNDER_TEST_REDIS";
  private static final String CREDENTIALS = "agents.credentials";
  private static final String ROLES = "agents.roles";

  private final JavaProcess process;
  private final Path credentials;

  private AgentProcess(JavaProcess process, Path credentials) {
    this.process = process;
    this.credentials = credentials;
  }

  /**
   * An agent that such a process runs.
   *
   * @param type its class, with a constructor without parameters
   * @param here how many instances of it this process runs, each an object of its own
   */
  public record Role(AgentSettings settings, Class<? extends Agent<?>> type, int here) {
    /** One instance with the usual settings. */
    public static Role of(String id, Class<? extends Agent<?>> type) {
      return new Role(AgentSettings.of(id), type, 1);
    }

    /** So many instances with the usual settings, all in one process. */
    public static Role of(String id, Class<? extends Agent<?>> type, int instances) {
      return new Role(AgentSettings.of(id).withInstances(instances), type, instances);
    }

    /** The same with another lease. */
    public Role withLease(Duration lease) {
      return new Role(settings.withLease(lease), type, here);
    }

    /** Its agent. */
    public String id() {
      return settings.id();
    }

    /** All but capabilities and metadata. */
    String encoded() {
      return String.join(
          ",",
          settings.id(),
          "" + settings.concurrency(),
          "" + settings.maxAttempts(),
          "" + settings.instances(),
          settings.onPoison().name(),
          settings.lease().toString(),
          type.getName(),
          "" + here);
    }

    static Role decoded(String text) throws ReflectiveOperationException {
      String[] parts = text.split(",", -1);
      @SuppressWarnings("unchecked")
      Class<? extends Agent<?>> type = (Class<? extends Agent<?>>) Class.forName(parts[6]);
      AgentSettings settings =
          new AgentSettings(
              parts[0],
              Integer.parseInt(parts[1]),
              Integer.parseInt(parts[2]),
              List.of(),
              Map.of(),
              Integer.parseInt(parts[3]),
              OnPoison.valueOf(parts[4]),
              Duration.parse(parts[5]));
      return new Role(settings, type, Integer.parseInt(parts[7]));
    }
  }

  /** Starts one and does not wait. */
  public static AgentProcess launch(
      String redisUrl,
      List<AgentCredentials> credentials,
      List<Role> roles,
      Map<String, String> properties)
      throws IOException {
    Path directory = Files.createTempDirectory("mas-agents");
    for (AgentCredentials each : credentials) {
      each.write(directory.resolve(each.agentId()));
    }
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.put(CREDENTIALS, directory.toString());
    all.put(ROLES, String.join(";", roles.stream().map(Role::encoded).toList()));
    return new AgentProcess(
        JavaProcess.start(AgentProcess.class, Map.of(URL, redisUrl), all), directory);
  }

  /** Waits until all its instances have started. */
  public AgentProcess awaitReady() {
    process.awaitReady();
    return this;
  }

  /** The process, for what is not special to agents. */
  public JavaProcess process() {
    return process;
  }

  /** Ends it at once. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
    try (Stream<Path> files = Files.walk(credentials)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process: runs until its standard input ends or it is told to. */
  public static void main(String[] arguments) throws Exception {
    AgentHost host = AgentHost.at(System.getenv(URL));
    Runtime.getRuntime().addShutdownHook(new Thread(host::close));
    Path directory = Path.of(System.getProperty(CREDENTIALS));
    List<RunningAgent> running = new ArrayList<>();
    for (String text : System.getProperty(ROLES).split(";", -1)) {
      Role role = Role.decoded(text);
      AgentCredentials credentials = AgentCredentials.read(directory.resolve(role.id()));
      for (int i = 0; i < role.here(); i++) {
        Agent<?> agent = role.type().getDeclaredConstructor().newInstance();
        running.add(host.start(role.settings(), credentials, agent));
      }
    }
    for (RunningAgent each : running) {
      each.started().toCompletableFuture().join();
    }
    System.out.println(JavaProcess.READY);
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
