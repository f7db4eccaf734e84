package io.mas.it.support;

import io.mas.gateway.Gateway;
import io.mas.gateway.GatewayRules;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.limit.Limit;
import io.mas.gateway.limit.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** A gateway in a process of its own, which can be paused and killed. */
@SuppressWarnings("try") // a gateway or service need only be there, and may end early
public final class GatewayProcess implements AutoCloseable {
  /** A system property: how many messages each agent may send in a minute. */
  public static final String PER_MINUTE = "mas.test.per_minute";

  /** A system property: how many of them at once. */
  public static final String BURST = "mas.test.burst";

  private static final String URL = "GATEWAY_UNDER_TEST_REDIS";

  private final JavaProcess process;

  private GatewayProcess(JavaProcess process) {
    this.process = process;
  }

  /** Starts one; it decides when this returns. */
  public static GatewayProcess start(String redisUrl) throws IOException {
    GatewayProcess started = launch(redisUrl, Map.of());
    started.process.awaitReady();
    return started;
  }

  /** Starts one with system properties of its own, and does not wait. */
  public static GatewayProcess launch(String redisUrl, Map<String, String> properties)
      throws IOException {
    return new GatewayProcess(
        JavaProcess.start(GatewayProcess.class, Map.of(URL, redisUrl), properties));
  }

  /** The process, for what is not special to a gateway. */
  public JavaProcess process() {
    return process;
  }

  /** Stops its time, as a long garbage collection or a suspended machine does. */
  public void pause() throws IOException, InterruptedException {
    process.pause();
  }

  /** Lets it go on. */
  public void resume() throws IOException, InterruptedException {
    process.resume();
  }

  /** Ends it at once. */
  public void kill() {
    process.kill();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }

  /** The process: runs until its standard input ends or it is told to. */
  public static void main(String[] arguments) throws IOException {
    Integer perMinute = Integer.getInteger(PER_MINUTE);
    GatewayRules rules = GatewayRules.defaults();
    if (perMinute != null) {
      Limit limit = Limit.perMinute(perMinute).withBurst(Integer.getInteger(BURST, perMinute));
      rules = rules.withLimits(Limits.ofEach(limit));
    }
    Gateway gateway = Gateway.start(GatewaySettings.of(System.getenv(URL)).with(rules));
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
    System.out.println(JavaProcess.READY);
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
