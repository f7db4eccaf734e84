package io.mas.it.soak;

import io.mas.Agent;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.it.support.JavaProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One instance of an agent of the soak, in a process of its own. */
final class Member {
  /** How long an instance counts as alive: short, since they die so often. */
  static final Duration LEASE = Duration.ofSeconds(2);

  private static final int INSTANCES = 2;

  /** Kills alone must make no dead letter. */
  private static final int MAX_ATTEMPTS = 1_000;

  private static final String URL = "SOAK_REDIS";
  private static final String CREDENTIALS = "soak.credentials";
  private static final String TYPE = "soak.type";
  private static final String CONCURRENCY = "soak.concurrency";

  private Member() {}

  /** Starts one and does not wait. */
  static JavaProcess start(
      String redisUrl, Path credentials, Class<? extends Agent<?>> type, int concurrency)
      throws IOException {
    return JavaProcess.start(
        Member.class,
        Map.of(URL, redisUrl),
        Map.of(
            CREDENTIALS,
            credentials.toString(),
            TYPE,
            type.getName(),
            CONCURRENCY,
            Integer.toString(concurrency)));
  }

  /** The process: runs until its standard input ends. */
  public static void main(String[] arguments) throws Exception {
    AgentCredentials credentials = AgentCredentials.read(Path.of(System.getProperty(CREDENTIALS)));
    Agent<?> agent =
        Class.forName(System.getProperty(TYPE))
            .asSubclass(Agent.class)
            .getDeclaredConstructor()
            .newInstance();
    AgentSettings settings =
        new AgentSettings(
                credentials.agentId(),
                Integer.getInteger(CONCURRENCY),
                MAX_ATTEMPTS,
                List.of(),
                Map.of())
            .withInstances(INSTANCES)
            .withLease(LEASE);
    AgentHost host = AgentHost.at(System.getenv(URL));
    host.start(settings, credentials, agent).started().toCompletableFuture().join();
    System.out.println(JavaProcess.READY);
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
