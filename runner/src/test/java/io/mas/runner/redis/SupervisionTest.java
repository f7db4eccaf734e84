package io.mas.runner.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the server when its process is killed, with setsid and without. */
@Timeout(60)
class SupervisionTest {
  @TempDir private Path directory;
  private final List<ProcessHandle> started = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"setsid", "without-setsid"})
  void endsInOrderWhenItsProcessIsKilled(String mode) throws Exception {
    Child child = start(mode);
    var before = new ConnectionFile(directory.resolve("connection.json")).read().orElseThrow();
    EmbeddedRedisTest.call(before.address(), "SET", "seen", "7");

    child.java.destroyForcibly();

    waitForEnd(child.server);
    try (EmbeddedRedis next = EmbeddedRedisTest.carried(EmbeddedRedis.in(directory))) {
      assertThat(next.isOwner()).isTrue();
      assertThat(EmbeddedRedisTest.call(next.address(), "GET", "seen")).isEqualTo("7");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"setsid", "without-setsid"})
  void endsWhenTheWholeProcessGroupIsKilled(String mode) throws Exception {
    Child child = start(mode);

    signal("KILL", "-" + child.java.pid());

    waitForEnd(child.server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INT setsid",
        "TERM setsid",
        "HUP setsid",
        "INT without-setsid",
        "TERM without-setsid"
      })
  void outlivesASignalToTheGroupUntilItsProcessHasEndedInOrder(String signalAndMode)
      throws Exception {
    String[] parts = signalAndMode.split(" ", 2);
    Child child = start(parts[1]);

    signal(parts[0], "-" + child.java.pid());

    assertThat(child.output.readLine()).isEqualTo("in order OK");
    assertThat(child.output.readLine()).isEqualTo("closed true");
    waitForEnd(child.server);
    try (EmbeddedRedis next = EmbeddedRedisTest.carried(EmbeddedRedis.in(directory))) {
      assertThat(EmbeddedRedisTest.call(next.address(), "GET", "last")).isEqualTo("written");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"setsid", "without-setsid"})
  void endsWithAProcessThatJustEnds(String mode) throws Exception {
    Child child = start(mode);

    child.job.getOutputStream().close();

    assertThat(child.output.readLine()).isEqualTo("in order OK");
    waitForEnd(child.server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"setsid", "without-setsid"})
  void isFoundByASecondProcessWhichDoesNotEndIt(String mode) throws Exception {
    Child child = start(mode);

    try (EmbeddedRedis second = EmbeddedRedisTest.carried(EmbeddedRedis.in(directory))) {
      assertThat(second.isOwner()).isFalse();
      assertThat(second.version()).isEqualTo(CarriedBinary.VERSION);
      assertThat(EmbeddedRedisTest.call(second.address(), "PING")).isEqualTo("PONG");
    }

    assertThat(child.server.isAlive()).isTrue();
    child.java.destroyForcibly();
    waitForEnd(child.server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"setsid", "without-setsid"})
  void isEndedBeforeAnotherStartsWhenItsSupervisorsWereKilledToo(String mode) throws Exception {
    Child child = start(mode);
    List<ProcessHandle> supervisors = child.java.descendants().toList();
    List<ProcessHandle> doomed =
        supervisors.stream().filter(p -> p.pid() != child.server.pid()).toList();
    assertThat(doomed).isNotEmpty();

    // Stopped first, so that none of them acts on the end of another.
    signal("STOP", pids(doomed));
    child.java.destroyForcibly();
    waitForEnd(child.java);
    signal("KILL", pids(doomed));
    assertThat(child.server.isAlive()).isTrue();

    try (EmbeddedRedis next = EmbeddedRedisTest.carried(EmbeddedRedis.in(directory))) {
      assertThat(next.isOwner()).isTrue();
      assertThat(child.server.isAlive()).isFalse();
    }
  }

  /** A process in a group of its own, like a foreground job of a terminal. */
  private Child start(String mode) throws Exception {
    Process job =
        new ProcessBuilder(
                "/bin/bash",
                "-c",
                "exec 3<&0; set -m; \"$@\" <&3 3<&- & exec 3<&-; wait",
                "job",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedRedisMain.class.getName(),
                directory.toString(),
                mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.add(job.toHandle());
    BufferedReader output = job.inputReader();
    ProcessHandle java = handle(output.readLine(), "pid ");
    started.add(java);
    ProcessHandle server = handle(output.readLine(), "server ");
    started.add(server);
    return new Child(job, java, server, output);
  }

  /** A job of a shell: the Java process that leads its group, and that one's server. */
  private record Child(
      Process job, ProcessHandle java, ProcessHandle server, BufferedReader output) {}

  private static void signal(String name, String... pids) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", "kill -s \"$@\"", "kill"));
    command.addAll(List.of(name, "--"));
    command.addAll(List.of(pids));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static String[] pids(List<ProcessHandle> processes) {
    return processes.stream().map(process -> "" + process.pid()).toArray(String[]::new);
  }

  private static void waitForEnd(ProcessHandle process) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(20))
        .until(() -> !process.isAlive());
  }

  private static ProcessHandle handle(String line, String prefix) {
    assertThat(line).startsWith(prefix);
    return ProcessHandle.of(Long.parseLong(line.substring(prefix.length()))).orElseThrow();
  }
}
