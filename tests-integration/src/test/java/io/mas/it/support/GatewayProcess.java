package io.mas.it.support;

import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, which can be paused and killed. */
@SuppressWarnings("try") // a gateway or service need only be there, and may end early
public final class GatewayProcess implements AutoCloseable {
  private final Process process;

  private GatewayProcess(Process process) {
    this.process = process;
  }

  /** Starts one; it decides when this returns. */
  public static GatewayProcess start(String redisUrl) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            GatewayProcess.class.getName());
    builder.environment().put("GATEWAY_UNDER_TEST_REDIS", redisUrl);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("ready")) {
        return new GatewayProcess(process);
      }
    }
    throw new IOException("the gateway's process ended before it was ready");
  }

  /** Stops its time, as a long garbage collection or a suspended machine does. */
  public void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets it go on. */
  public void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  /** Ends it at once. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
    if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("cannot send " + name + " to the gateway's process");
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** The process: runs until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    String url = System.getenv("GATEWAY_UNDER_TEST_REDIS");
    try (Gateway gateway = Gateway.start(GatewaySettings.of(url))) {
      System.out.println("ready");
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
