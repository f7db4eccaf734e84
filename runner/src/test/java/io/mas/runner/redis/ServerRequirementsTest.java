package io.mas.runner.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerRequirementsTest {
  private final Map<String, String> info =
      new HashMap<>(
          ServerRequirements.fields(
              """
              # Server\r
              redis_version:7.0.0\r
              # Memory\r
              maxmemory:0\r
              maxmemory_policy:noeviction\r
              # Replication\r
              role:master\r
              """));

  @Test
  void acceptsARedisAsItIsSetByDefault() {
    assertThat(ServerRequirements.complaint(info)).isEmpty();
  }

  @Test
  void refusesAnOldRedisAndAnOldValkey() {
    info.put("redis_version", "6.2.14");
    assertThat(ServerRequirements.complaint(info).orElseThrow())
        .isEqualTo("is Redis 6.2.14; needed is Redis 7.0 or later, or Valkey 7.2 or later");

    info.put("redis_version", "7.2.4");
    info.put("valkey_version", "7.1.0");
    assertThat(ServerRequirements.complaint(info).orElseThrow()).startsWith("is Valkey 7.1.0;");
  }

  @Test
  void refusesAReplicaAndNamesItsPrimary() {
    info.putAll(Map.of("role", "slave", "master_host", "db1", "master_port", "6400"));

    assertThat(ServerRequirements.complaint(info).orElseThrow())
        .isEqualTo("is a replica; name its primary, db1:6400");
  }

  @Test
  void refusesAServerThatIsLoading() {
    info.put("loading", "1");

    assertThat(ServerRequirements.complaint(info).orElseThrow()).contains("still loading");
  }
}
