package io.mas.runner.redis;

import static io.mas.runner.redis.EmbeddedRedisTest.carried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSourceTest {
  @TempDir private Path directory;
  private final Map<String, String> environment = new HashMap<>(System.getenv());

  @BeforeEach
  void startTheCarriedServer() {
    environment.put("MAS_REDIS_BINARY", "carried");
    environment.remove("MAS_REDIS_URL");
  }

  @Test
  void takesTheArgumentThenTheConfigurationThenTheEnvironment() {
    environment.put("MAS_REDIS_URL", "redis://env");
    RedisSource source = source();
    assertThat(named(source)).isEqualTo("MAS_REDIS_URL env:6379");

    source.configured("service_redis_url", null).configured("redis.url", "redis://gateway");
    assertThat(named(source)).isEqualTo("redis.url gateway:6379");

    source.argument("redis://argument");
    assertThat(named(source)).isEqualTo("--redis argument:6379");
  }

  @Test
  void takesTheFirstSettingOfTheConfiguration() {
    RedisSource source =
        source()
            .configured("service_redis_url", "redis://agents")
            .configured("redis.url", "redis://gateway");

    assertThat(named(source)).isEqualTo("service_redis_url agents:6379");
  }

  @Test
  void refusesAMalformedUrlInsteadOfTheNextSource() {
    environment.put("MAS_REDIS_URL", "redis://env");

    assertThatThrownBy(() -> source().argument("").named())
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("--redis: not a Redis URL");
  }

  @Test
  void doesNotFallBackWhenTheOneNamedDoesNotAnswer() throws Exception {
    String url = "redis://localhost:" + OwnServer.freePort();

    assertThatThrownBy(() -> source().configured("redis.url", url).open())
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("named by redis.url, refuses connections");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void usesTheOneNamedAndLeavesItRunning() {
    try (EmbeddedRedis other = carried(EmbeddedRedis.ephemeral())) {
      try (RedisInUse redis = source().argument(other.address().url()).open()) {
        assertThat(redis.uri().getPort()).isEqualTo(other.address().port());
        assertThat(redis.embedded()).isEmpty();
        assertThat(redis).hasToString("Redis 7.0.15 at " + other.address() + " (named by --redis)");
      }
      assertThat(other.isRunning()).isTrue();
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void startsTheEmbeddedServerWhenNoneIsNamedAndEndsIt() {
    EmbeddedRedis embedded;
    try (RedisInUse redis = source().open()) {
      embedded = redis.embedded().orElseThrow();
      assertThat(redis)
          .hasToString("Redis 7.0.15 at " + embedded.address() + " (embedded, carried by the jar)");
      assertThat(RedisProbe.check(redis.url())).isEqualTo(redis.version());

      try (RedisInUse second = source().openRunning()) {
        assertThat(second)
            .hasToString(
                "Redis 7.0.15 at "
                    + embedded.address()
                    + " (embedded by another process, carried by the jar)");
      }
      assertThat(embedded.isRunning()).isTrue();
    }
    assertThat(embedded.isRunning()).isFalse();
  }

  @Test
  void startsNothingForACommandThatOnlyLooks() {
    assertThatThrownBy(() -> source().openRunning())
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("no embedded one runs in " + directory)
        .hasMessageContaining("--redis URL");
  }

  private RedisSource source() {
    return RedisSource.withDirectory(directory).environment(environment);
  }

  private static String named(RedisSource source) {
    RedisUrl url = source.named().orElseThrow();
    return url.setting() + " " + url;
  }
}
