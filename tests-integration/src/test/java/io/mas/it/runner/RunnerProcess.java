package io.mas.it.runner;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A runner in a process of its own. Closing it kills what still runs. */
final class RunnerProcess implements AutoCloseable {
  /** Long, for machines that do much else; nothing here is expected to need it. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final Path out;
  private final Path err;

  RunnerProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  /** All that the agents and the log have said, for the message of a failed assertion. */
  String everything() {
    return "stdout:\n" + out() + "\nstderr:\n" + err();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  RunnerProcess awaitOut(String text) {
    return awaitText("stdout", out, text);
  }

  RunnerProcess awaitErr(String text) {
    return awaitText("stderr", err, text);
  }

  private RunnerProcess awaitText(String name, Path file, String text) {
    await(name + " to hold '" + text + "'")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .failFast(
            () -> {
              if (!process.isAlive() && !text(file).contains(text)) {
                throw new AssertionError("ended without '" + text + "'\n" + everything());
              }
            })
        .until(() -> text(file).contains(text));
    return this;
  }

  /** Waits for the end; the exit status. */
  int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("did not end\n" + everything());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int status() {
    return process.exitValue();
  }

  /** Sends a signal by its name, such as INT. */
  RunnerProcess signal(String name) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return this;
  }

  /** The processes that it has started, the Redis server among them. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitEnd();
    try {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
