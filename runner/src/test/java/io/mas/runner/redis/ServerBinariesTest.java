package io.mas.runner.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerBinariesTest {
  @TempDir private Path directory;

  @Test
  void prefersARedisOnPathThatIsNewEnough() throws Exception {
    program("redis-server", "echo 'Redis server v=7.4.1 sha=0'");
    program("valkey-server", "echo 'Valkey server v=8.0.1 sha=0'");

    assertThat(find(BinaryPreference.any()))
        .hasToString("Redis 7.4.1 (found on PATH, " + directory.resolve("redis-server") + ")");
  }

  @Test
  void takesAValkeyWhenTheRedisOnPathIsTooOld() throws Exception {
    program("redis-server", "echo 'Redis server v=6.2.1 sha=0'");
    program("valkey-server", "echo 'Valkey server v=8.0.1 sha=0'");

    assertThat(find(BinaryPreference.any()).version()).hasToString("Valkey 8.0.1");
  }

  @Test
  void takesTheCarriedOneWhenNothingOnPathServes() throws Exception {
    program("redis-server", "echo 'Redis server v=6.2.1 sha=0'");

    ServerBinary found = find(BinaryPreference.any());

    assertThat(found.origin()).isEqualTo("carried by the jar");
    assertThat(SearchPath.version(found.path())).contains(CarriedBinary.VERSION);
  }

  @Test
  void takesTheCarriedOneWhenAskedTo() throws Exception {
    program("redis-server", "echo 'Redis server v=7.4.1 sha=0'");

    assertThat(find(BinaryPreference.of("carried")).origin()).isEqualTo("carried by the jar");
  }

  @Test
  void refusesWhenOnlyPathMayServeAndSaysWhatIsThere() throws Exception {
    Path old = program("redis-server", "echo 'Redis server v=6.2.1 sha=0'");

    assertThatThrownBy(() -> find(BinaryPreference.of("path")))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("MAS_REDIS_BINARY=path: no redis-server (7.0 or later)")
        .hasMessageEndingWith(old + " is Redis 6.2.1");
  }

  @Test
  void passesOverAProgramThatDoesNotAnswer() throws Exception {
    program("redis-server", "exec tail -f /dev/null");

    assertThat(find(BinaryPreference.any()).origin()).isEqualTo("carried by the jar");
  }

  @Test
  void takesTheFileNamedOrRefusesIt() throws Exception {
    Path named = program("my-redis", "echo 'Redis server v=7.2.0 sha=0'");
    assertThat(find(BinaryPreference.of(named.toString())).path()).isEqualTo(named);

    assertThatThrownBy(() -> find(BinaryPreference.of("/nowhere/redis")))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("/nowhere/redis does not tell a Redis or Valkey version");
  }

  @Test
  void refusesAPreferenceThatIsNoneByItsSetting() {
    assertThatThrownBy(() -> BinaryPreference.of("mine"))
        .isInstanceOf(BadSettingException.class)
        .hasMessage(
            "MAS_REDIS_BINARY: expected carried, path or an absolute file name, not \"mine\"");
  }

  @Test
  void ignoresRelativeEntriesOfPath() throws Exception {
    program("redis-server", "echo 'Redis server v=7.4.1 sha=0'");
    Path relative = Path.of("").toAbsolutePath().relativize(directory);

    assertThat(new SearchPath(relative + "::.").find("redis-server")).isEmpty();
    assertThat(new SearchPath(relative + ":" + directory).find("redis-server")).isPresent();
  }

  private ServerBinary find(BinaryPreference preference) {
    return new ServerBinaries(
            new SearchPath("/nowhere:" + directory),
            BinaryCache.of(null, System.getenv(), System.getProperty("user.home")),
            System.getProperty("os.name"),
            System.getProperty("os.arch"))
        .find(preference);
  }

  private Path program(String name, String script) throws Exception {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
