package io.mas.runner.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {
  @ParameterizedTest
  @CsvSource({
    "Redis server v=7.0.15 sha=00000000:0 malloc=libc bits=64 build=e2, Redis 7.0.15, true",
    "Redis server v=6.2.7 sha=00000000:0 malloc=jemalloc-5.1.0 bits=64, Redis 6.2.7, false",
    "Redis server v=8.2.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, Redis 8.2.1, true",
    "Valkey server v=7.2.4 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, Valkey 7.2.4, true",
    "Valkey server v=7.1.9 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, Valkey 7.1.9, false",
  })
  void readsWhatTheProgramsPrint(String line, String expected, boolean supported) {
    ServerVersion version = ServerVersion.ofVersionLine(line).orElseThrow();

    assertThat(version).hasToString(expected);
    assertThat(version.supported()).isEqualTo(supported);
  }

  @Test
  void readsNoVersionFromAnotherProgram() {
    assertThat(ServerVersion.ofVersionLine("v=7.0.15, a docker wrapper")).isEmpty();
  }

  @Test
  void readsTheValkeyVersionWhereBothAreReported() {
    assertThat(ServerVersion.ofInfo(Map.of("redis_version", "7.2.4", "valkey_version", "8.0.1")))
        .hasValueSatisfying(version -> assertThat(version).hasToString("Valkey 8.0.1"));
  }

  @Test
  void readsNoVersionFromNonsense() {
    assertThat(ServerVersion.ofInfo(Map.of("redis_version", "latest"))).isEmpty();
    assertThat(ServerVersion.ofInfo(Map.of())).isEmpty();
  }
}
