package io.mas.it.support;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A class of the tests in a Java process of its own, which can be paused and killed. It ends with
 * the test's process: its main method returns when its standard input ends.
 *
 * <p>What it writes to standard output can be asked for; its log goes to {@code target/failures}.
 */
public final class JavaProcess implements AutoCloseable {
  /** The line by which it says that it works. */
  public static final String READY = "ready";

  /** Long, for machines that do much else; nothing here is expected to need it. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final Process process;
  private final Path log;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread listener;

  private JavaProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.listener = new Thread(this::listen, "out-of-" + name);
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * Starts one and does not wait.
   *
   * @param environment what it gets beside this process's environment; secrets go here
   * @param properties system properties
   */
  public static JavaProcess start(
      Class<?> main, Map<String, String> environment, Map<String, String> properties)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    properties.forEach((property, value) -> command.add("-D" + property + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    String name = main.getSimpleName() + "-" + COUNT.incrementAndGet();
    Path log = Path.of("target", "failures", "logs", ProcessHandle.current().pid() + "-" + name);
    Files.createDirectories(log.getParent());
    builder.redirectError(log.toFile());
    return new JavaProcess(name, builder.start(), log);
  }

  private void listen() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("its output could not be read to the end: " + e);
    }
  }

  /** Waits until it says that it works. */
  public void awaitReady() {
    awaitLine(READY);
  }

  /** Waits until it has written a line. */
  public void awaitLine(String line) {
    await(name + " to say '" + line + "'")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .failFast(
            () -> {
              if (!process.isAlive() && !listener.isAlive() && !lines.contains(line)) {
                throw new AssertionError(name + " ended without '" + line + "':\n" + log());
              }
            })
        .until(() -> lines.contains(line));
  }

  /** The lines it has written so far. */
  public List<String> lines() {
    return lines;
  }

  /** What it has logged. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Stops its time, as a long garbage collection or a suspended machine does. */
  public void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets it go on. */
  public void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  /** Asks it to end in order (SIGTERM); its streams stay open, unlike with Process.destroy. */
  public void terminate() throws IOException, InterruptedException {
    signal("-TERM");
  }

  /** Ends it at once (SIGKILL), and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Waits until it has ended; its exit status. */
  public int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " did not end:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
    if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("cannot send " + signal + " to " + name);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
