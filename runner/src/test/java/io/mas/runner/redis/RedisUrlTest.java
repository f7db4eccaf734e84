package io.mas.runner.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "redis://localhost localhost:6379",
        "REDIS://localhost:6400/2 localhost:6400",
        "redis://user:sEcret@redis_1:6379 redis_1:6379",
        "rediss://:sEcret@[::1]:6380 [::1]:6380",
        "redis-sentinel://:sEcret@a:26379,b:26380/0#mymaster a:26379,b:26380",
        "redis-sentinel://a#mymaster a:26379",
      })
  void showsHostsAndPortsOnly(String url, String shown) {
    assertThat(RedisUrl.of("redis.url", url)).hasToString(shown);
  }

  @Test
  void keepsSentinelsAndTheNameOfThePrimary() {
    var uri = RedisUrl.of("redis.url", "redis-sentinel://a,b:26380/2#mymaster").uri();

    assertThat(uri.getSentinelMasterId()).isEqualTo("mymaster");
    assertThat(uri.getDatabase()).isEqualTo(2);
    assertThat(uri.getSentinels()).extracting(RedisURI::getPort).containsExactly(26379, 26380);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:6379 | not a Redis URL; expected redis://",
        "http://localhost | not the scheme of a Redis URL; expected redis://",
        "redis:// | no host",
        "redis://:sEcret@ | no host",
        "redis://localhost:0 | the port is not a number from 1 to 65535",
        "redis://localhost:65536 | the port is not a number from 1 to 65535",
        "redis://localhost:6379x | the port is not a number from 1 to 65535",
        "redis://:sEcret | no host",
        "redis://bob:sEcret | the port is not a number",
        "redis://bob:sEc/ret@localhost | the port is not a number",
        "redis://bob:sEc%ret@localhost | in a password write %40 for @",
        "redis://a:1,b:2 | several hosts",
        "redis-sentinel://:sEcret@a:26379 | names no primary",
      })
  void refusesAMalformedUrlByTheSettingAndQuotesNothing(String url, String problem) {
    assertThatThrownBy(() -> RedisUrl.of("service_redis_url", url))
        .isInstanceOfSatisfying(
            BadSettingException.class, e -> assertThat(e.setting()).isEqualTo("service_redis_url"))
        .hasMessageStartingWith("service_redis_url: ")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("sEc")
        .hasNoCause();
  }
}
