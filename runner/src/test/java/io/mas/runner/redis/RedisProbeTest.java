package io.mas.runner.redis;

import static io.mas.runner.redis.EmbeddedRedisTest.call;
import static io.mas.runner.redis.EmbeddedRedisTest.carried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.EvictingRedisException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RedisProbeTest {
  private static final String SETTING = "service_redis_url";

  @Test
  void acceptsAServerAsThisSystemNeedsIt() {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral().option("maxmemory", "64mb"))) {
      assertThat(check(redis.address().url())).isEqualTo(CarriedBinary.VERSION);
    }
  }

  @Test
  void acceptsAnyPolicyWhereMemoryIsNotLimited() {
    try (EmbeddedRedis redis =
        carried(EmbeddedRedis.ephemeral().option("maxmemory-policy", "allkeys-lru"))) {
      assertThat(check(redis.address().url())).isEqualTo(CarriedBinary.VERSION);
    }
  }

  @Test
  void readsAPasswordWithSignsThatAUrlEncodes() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral())) {
      call(redis.address(), "ACL", "SETUSER", "bob", "on", ">p@ss/w#%", "+@all");

      assertThat(check("redis://bob:p%40ss%2Fw%23%25@localhost:" + redis.address().port()))
          .isEqualTo(CarriedBinary.VERSION);
    }
  }

  @Test
  void refusesAPolicyThatEvicts() {
    try (EmbeddedRedis redis =
        carried(
            EmbeddedRedis.ephemeral()
                .option("maxmemory", "64mb")
                .option("maxmemory-policy", "volatile-ttl"))) {
      assertThatThrownBy(() -> check(redis.address().url()))
          .isInstanceOf(EvictingRedisException.class)
          .hasMessageContainingAll(SETTING, "has maxmemory-policy volatile-ttl", "noeviction");
    }
  }

  @Test
  void refusesAWrongPasswordWithoutShowingIt() {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral())) {
      int port = redis.address().port();

      refuses("redis://mas-admin:sEcret@localhost:" + port, "refuses user and password");
      refuses("redis://:sEcret@localhost:" + port, "refuses user and password");
      refuses("redis://localhost:" + port, "wants a password");
    }
  }

  @Test
  void refusesAPasswordWhereThereIsNone() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral())) {
      call(redis.address(), "ACL", "SETUSER", "default", "on", "nopass", "+@all", "~*");
      int port = redis.address().port();

      assertThat(check("redis://localhost:" + port)).isEqualTo(CarriedBinary.VERSION);
      refuses("redis://:sEcret@localhost:" + port, "has no password set");
    }
  }

  @Test
  void refusesAUserWhoMayNotRunInfo() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral())) {
      call(redis.address(), "ACL", "SETUSER", "bob", "on", ">sEcret", "+ping", "+client", "+hello");

      refuses("redis://bob:sEcret@localhost:" + redis.address().port(), "run INFO");
    }
  }

  @Test
  void refusesAReplica() throws Exception {
    try (EmbeddedRedis primary = carried(EmbeddedRedis.ephemeral());
        EmbeddedRedis replica =
            carried(
                EmbeddedRedis.ephemeral()
                    .option("replicaof", "127.0.0.1 " + primary.address().port())
                    .option("masteruser", primary.address().username())
                    .option("masterauth", primary.address().password()))) {
      await().until(() -> call(replica.address(), "INFO", "replication").contains("role:slave"));

      refuses(
          replica.address().url(),
          "is a replica; name its primary, 127.0.0.1:" + primary.address().port());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis_version:6.2.14", "redis_version:7.2.4\r\nvalkey_version:7.1.0"})
  void refusesAServerThatIsTooOld(String version) throws Exception {
    try (FakeRedis old = FakeRedis.withInfo(version, "maxmemory:0", "role:master")) {
      refuses(old.url(), "needed is Redis 7.0 or later, or Valkey 7.2 or later");
    }
  }

  @Test
  void acceptsAValkey() throws Exception {
    try (FakeRedis valkey =
        FakeRedis.withInfo(
            "server_name:valkey",
            "redis_version:7.2.4",
            "valkey_version:8.0.1",
            "maxmemory:0",
            "maxmemory_policy:noeviction")) {
      assertThat(check(valkey.url())).hasToString("Valkey 8.0.1");
    }
  }

  @Test
  void refusesASilentServerWithinTwoSeconds() throws Exception {
    try (FakeRedis silent = new FakeRedis(command -> null)) {
      long start = System.nanoTime();

      refuses(silent.url(), "did not answer within 2 s");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void refusesAServerThatSpeaksAnotherLanguage() throws Exception {
    try (FakeRedis web = new FakeRedis(command -> "HTTP/1.1 400 Bad Request\r\n\r\n")) {
      refuses(web.url(), "");
    }
  }

  @Test
  void refusesAPortWhereNobodyListens() throws Exception {
    refuses("redis://:sEcret@localhost:" + OwnServer.freePort(), "refuses connections");
  }

  @Test
  void refusesAHostThatDoesNotExist() {
    refuses("redis://:sEcret@no-such-host.invalid", "cannot be resolved");
  }

  @Test
  void refusesAPlainServerForATlsUrl() throws Exception {
    try (EmbeddedRedis redis = carried(EmbeddedRedis.ephemeral())) {
      refuses("rediss://:sEcret@localhost:" + redis.address().port(), "TLS");
    }
  }

  @Test
  void refusesSentinelsThatAreNotThere() throws Exception {
    refuses("redis-sentinel://:sEcret@localhost:" + OwnServer.freePort() + "#mymaster", "");
  }

  private static ServerVersion check(String url) {
    return RedisProbe.check(RedisUrl.of(SETTING, url));
  }

  private static void refuses(String url, String... problems) {
    RedisUrl named = RedisUrl.of(SETTING, url);
    assertThatThrownBy(() -> RedisProbe.check(named))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageStartingWith("the Redis at " + named + ", named by service_redis_url, ")
        .hasMessageContainingAll(problems)
        .hasMessageNotContainingAny("sEcret", "\n", "null", "Exception")
        .hasNoCause();
  }
}
