package io.mas.runner.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server process under a small shell script that ends it (SIGTERM, so that it writes out its
 * data; after ten seconds SIGKILL) once this process is gone, however it went.
 *
 * <p>Script and server are in a session of their own. A terminal sends Ctrl-C to the whole group of
 * the foreground process, and a server that got it would stop before the agents have finished; the
 * server's handlers of SIGINT and SIGTERM cannot be switched off from outside.
 */
final class SupervisedServer {
  private static final String BASH = "/bin/bash";

  private final Process process;
  private final ProcessHandle server;

  private SupervisedServer(Process process, ProcessHandle server) {
    this.process = process;
    this.server = server;
  }

  /** Starts the program in a directory that holds its redis.conf and redis.log. */
  static SupervisedServer start(Path program, Path directory, Optional<Path> setsid)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (setsid.isPresent()) {
      command.addAll(List.of(setsid.get().toString(), "/bin/sh", "-c"));
    } else {
      command.addAll(List.of(BASH, "-c", script("own-group.sh"), "mas-own-group"));
    }
    command.addAll(List.of(script("supervise.sh"), "mas-supervise", program.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(
                ProcessBuilder.Redirect.appendTo(directory.resolve("redis.log").toFile()))
            .start();
    BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String pid = output.readLine();
    Optional<ProcessHandle> server =
        pid == null ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    // A server that has already ended and been reaped has no handle; its supervisor is ending too.
    return new SupervisedServer(process, server.orElseGet(process::toHandle));
  }

  private static String script(String name) {
    try (InputStream in = SupervisedServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks the resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server itself, not its supervisor. */
  ProcessHandle server() {
    return server;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Waits until the server has ended, but no longer than told; whether it has. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Ends the server in order; by force when it takes longer than told, or this thread is stopped.
   */
  void stop(Duration limit) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is closed all the same, and a supervisor that is gone has nothing to be told.
      server.destroy();
    }
    boolean ended = false;
    try {
      ended = awaitEnd(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      server.destroyForcibly();
      process.destroyForcibly();
    }
  }
}
