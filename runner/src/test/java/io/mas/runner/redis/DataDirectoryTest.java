package io.mas.runner.redis;

import static io.mas.runner.redis.EmbeddedRedisTest.call;
import static io.mas.runner.redis.EmbeddedRedisTest.carried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DataDirectoryTest {
  @TempDir private Path directory;

  @Test
  void givesTheRunningServerToASecondUserWhoDoesNotEndIt() throws Exception {
    try (EmbeddedRedis first = carried(EmbeddedRedis.in(directory))) {
      for (int i = 0; i < 2; i++) {
        try (EmbeddedRedis second = carried(EmbeddedRedis.in(directory))) {
          assertThat(second.isOwner()).isFalse();
          assertThat(second.address()).isEqualTo(first.address());
          assertThat(second.binary()).isEqualTo(first.binary());
        }
        assertThat(first.isRunning()).isTrue();
      }
      assertThat(EmbeddedRedis.attach(directory))
          .hasValueSatisfying(found -> assertThat(found.address()).isEqualTo(first.address()));
    }
    assertThat(EmbeddedRedis.attach(directory)).isEmpty();
    assertThat(directory.resolve("connection.json")).doesNotExist();
  }

  @Test
  void startsOneServerForManyWhoComeAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<EmbeddedRedis> all = new ArrayList<>();
    try {
      Callable<EmbeddedRedis> open = () -> carried(EmbeddedRedis.in(directory));
      for (Future<EmbeddedRedis> one : threads.invokeAll(List.of(open, open, open, open))) {
        all.add(one.get(30, TimeUnit.SECONDS));
      }
      assertThat(all.stream().filter(EmbeddedRedis::isOwner)).hasSize(1);
      assertThat(all.stream().map(EmbeddedRedis::address).distinct()).hasSize(1);
    } finally {
      threads.shutdownNow();
      all.forEach(EmbeddedRedis::close);
    }
  }

  @Test
  void findsNothingWhereNothingRuns() {
    assertThat(EmbeddedRedis.attach(directory.resolve("missing"))).isEmpty();
    assertThat(EmbeddedRedis.attach(directory)).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void recognisesAConnectionFileThatAKilledProcessLeftBehind() throws Exception {
    Path file = directory.resolve("connection.json");
    String left;
    try (EmbeddedRedis redis = carried(EmbeddedRedis.in(directory))) {
      left = Files.readString(file);
      call(redis.address(), "SET", "seen", "7");
    }
    Files.writeString(file, left);

    assertThat(EmbeddedRedis.attach(directory)).isEmpty();
    try (EmbeddedRedis next = carried(EmbeddedRedis.in(directory))) {
      assertThat(next.isOwner()).isTrue();
      assertThat(call(next.address(), "GET", "seen")).isEqualTo("7");
      assertThat(Files.readString(file)).isNotEqualTo(left);
    }
  }

  @Test
  void leavesAStrangerAloneThatHasTheProcessIdOfADeadServer() throws Exception {
    Process stranger = new ProcessBuilder("tail", "-f", "/dev/null").start();
    try {
      var binary = new ServerBinary(Path.of("/x"), CarriedBinary.VERSION, "somewhere");
      var nobody = new RedisAddress("127.0.0.1", 1, "user", "password");
      new ConnectionFile(directory.resolve("connection.json"))
          .write(new ServerRecord(nobody, binary, stranger.pid(), 12345L));

      carried(EmbeddedRedis.in(directory)).close();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{\"host\":", "[]", "{}", "null", "{\"pid\": {\"x\": [1]}, \"port\": true}"})
  void startsInSpiteOfAConnectionFileThatCannotBeRead(String content) throws Exception {
    Files.writeString(directory.resolve("connection.json"), content);

    try (EmbeddedRedis redis = carried(EmbeddedRedis.in(directory))) {
      assertThat(redis.isOwner()).isTrue();
    }
  }

  @Test
  void freesTheDirectoryWhenTheServerIsGoneByItself() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.in(directory))) {
      ProcessHandle.of(redis.pid().orElseThrow()).orElseThrow().destroyForcibly();
      await().until(() -> !redis.isRunning());
    }
    try (EmbeddedRedis next = carried(EmbeddedRedis.in(directory))) {
      assertThat(next.isOwner()).isTrue();
    }
  }
}
