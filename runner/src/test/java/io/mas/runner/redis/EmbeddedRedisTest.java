package io.mas.runner.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path directory;

  @Test
  void isARealServerOfTheCarriedVersion() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral())) {
      assertThat(redis.version()).isEqualTo(CarriedBinary.VERSION);
      assertThat(redis.binary().origin()).isEqualTo("carried by the jar");
      assertThat(call(redis.address(), "INFO", "server")).contains("redis_version:7.0.15");
      assertThat(call(redis.address(), "ACL", "WHOAMI")).isEqualTo("mas-admin");
      assertThat(redis.isOwner()).isTrue();
      assertThat(redis.isRunning()).isTrue();
    }
  }

  @Test
  void listensOnOneLoopbackAddressAlone() {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral())) {
      assertThat(redis.address().host()).isEqualTo("127.0.0.1");
      // A server that listens everywhere answers on every loopback address.
      assertThatThrownBy(
              () -> RespConnection.open("127.0.0.2", redis.address().port(), Duration.ofSeconds(1)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void letsNobodyInWithoutThePassword() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral());
        RespConnection stranger = connect(redis.address())) {
      assertThat(stranger.call("PING")).startsWith("-NOAUTH");
      assertThat(stranger.call("AUTH", "default", "")).startsWith("-WRONGPASS");
      assertThat(stranger.call("AUTH", "mas-admin", "guess")).startsWith("-WRONGPASS");
      assertThat(redis.address().password()).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void neverEvictsAndKeepsUsersThatAreSaved() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral())) {
      assertThat(call(redis.address(), "INFO", "memory")).contains("maxmemory_policy:noeviction");
      assertThat(call(redis.address(), "ACL", "SETUSER", "bob", "on", "+ping")).isEqualTo("OK");
      assertThat(call(redis.address(), "ACL", "SAVE")).isEqualTo("OK");
    }
  }

  @Test
  void showsNoSecretInItsCommandLineNorInItsText() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.in(directory))) {
      String password = redis.address().password();
      ProcessHandle server = ProcessHandle.of(redis.pid().orElseThrow()).orElseThrow();

      assertThat(server.info().commandLine().orElse("")).doesNotContain(password);
      assertThat(redis.toString() + redis.address() + redis.binary()).doesNotContain(password);
      for (String file : new String[] {"redis.conf", "users.acl", "redis.log"}) {
        assertThat(Files.readString(directory.resolve("redis").resolve(file)))
            .isNotEmpty()
            .doesNotContain(password);
      }
    }
  }

  @Test
  void keepsItsFilesForItsOwner() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EmbeddedRedis redis = carried(EmbeddedRedis.in(directory))) {
      assertThat(redis.isRunning()).isTrue();
      Path data = directory.resolve("redis");
      assertThat(mode(directory)).isEqualTo("rwx------");
      assertThat(mode(data)).isEqualTo("rwx------");
      assertThat(mode(directory.resolve("connection.json"))).isEqualTo("rw-------");
      for (String file : new String[] {"redis.conf", "users.acl", "redis.log"}) {
        assertThat(mode(data.resolve(file))).as(file).isEqualTo("rw-------");
      }
      assertThat(mode(data.resolve("appendonlydir"))).isEqualTo("rwx------");
    }
  }

  @Test
  void keepsDataButNeitherPasswordNorUsersFromOneRunToTheNext() throws Exception {
    String password;
    try (EmbeddedRedis redis = carried(EmbeddedRedis.in(directory))) {
      password = redis.address().password();
      call(redis.address(), "SET", "seen", "7");
      call(redis.address(), "ACL", "SETUSER", "bob", "on", "nopass", "+ping");
      call(redis.address(), "ACL", "SAVE");
    }
    try (EmbeddedRedis redis = carried(EmbeddedRedis.in(directory))) {
      assertThat(call(redis.address(), "GET", "seen")).isEqualTo("7");
      assertThat(call(redis.address(), "ACL", "GETUSER", "bob")).isNull();
      assertThat(redis.address().password()).isNotEqualTo(password);
      assertThat(call(redis.address(), "INFO", "persistence"))
          .contains("aof_enabled:1")
          .contains("rdb_saves:0");
    }
  }

  /** Redis replays the append-only file as the default user, and checks transactions again then. */
  @Test
  void keepsWhatTransactionsAndScriptsHaveWritten() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.in(directory))) {
      String script = "redis.call('SET', KEYS[1], 'a') return redis.call('SET', KEYS[2], 'b')";
      assertThat(call(redis.address(), "EVAL", script, "2", "first", "second")).isEqualTo("OK");
    }
    try (EmbeddedRedis redis = carried(EmbeddedRedis.in(directory))) {
      assertThat(call(redis.address(), "GET", "first")).isEqualTo("a");
      assertThat(call(redis.address(), "GET", "second")).isEqualTo("b");
    }
    assertThat(Files.readString(directory.resolve("redis").resolve("redis.log")))
        .doesNotContain("CRITICAL");
  }

  @Test
  void endsItsServerAndLeavesNothingOfAnEphemeralOne() throws Exception {
    EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral());
    ProcessHandle server = ProcessHandle.of(redis.pid().orElseThrow()).orElseThrow();
    Path data = Path.of("/proc", "" + server.pid(), "cwd");
    Path temporary = Files.exists(data) ? data.toRealPath() : null;

    redis.close();
    redis.close();

    assertThat(server.isAlive()).isFalse();
    assertThat(redis.isRunning()).isFalse();
    if (temporary != null) {
      assertThat(temporary).doesNotExist();
    }
  }

  @Test
  void takesFurtherOptions() throws Exception {
    try (EmbeddedRedis redis =
        carried(EmbeddedRedis.ephemeral().option("maxmemory", "64mb").option("databases", "3"))) {
      assertThat(call(redis.address(), "INFO", "memory")).contains("maxmemory:67108864");
    }
    assertThatThrownBy(() -> EmbeddedRedis.ephemeral().option("port", "1\nport 2"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsTheEndOfItsLogWhenItDoesNotStart() {
    var builder = EmbeddedRedis.in(directory).option("no-such-option", "1");

    assertThatThrownBy(() -> carried(builder))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("Redis 7.0.15 (carried by the jar")
        .hasMessageContaining(directory.resolve("redis/redis.log").toString())
        .hasMessageContaining("no-such-option");
    try (EmbeddedRedis second = carried(EmbeddedRedis.in(directory))) {
      assertThat(second.isOwner()).isTrue();
    }
  }

  @Test
  void takesAnotherPortWhenTheFirstIsTakenInBetween() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      Iterator<Integer> ports = List.of(taken.getLocalPort(), OwnServer.freePort()).iterator();
      try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral().ports(ports::next))) {
        assertThat(redis.address().port()).isNotEqualTo(taken.getLocalPort());
        assertThat(ports).isExhausted();
      }
    }
  }

  @Test
  void givesUpWithTheLogWhenEachPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      var builder = EmbeddedRedis.ephemeral().ports(taken::getLocalPort);

      assertThatThrownBy(() -> carried(builder))
          .isInstanceOf(RedisUnavailableException.class)
          .hasMessageContaining("Could not create server TCP listening socket");
    }
  }

  @Test
  void refusesADirectoryThatCannotBe() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> carried(EmbeddedRedis.in(file.resolve(".mas"))))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining(file.toString());
  }

  static EmbeddedRedis carried(EmbeddedRedisBuilder builder) {
    return builder.binary(BinaryPreference.carried()).open();
  }

  static String call(RedisAddress address, String... command) throws Exception {
    try (RespConnection connection = connect(address)) {
      assertThat(connection.call("AUTH", address.username(), address.password())).isEqualTo("OK");
      return connection.call(command);
    }
  }

  private static RespConnection connect(RedisAddress address) throws Exception {
    return RespConnection.open(address.host(), address.port(), Duration.ofSeconds(5));
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
