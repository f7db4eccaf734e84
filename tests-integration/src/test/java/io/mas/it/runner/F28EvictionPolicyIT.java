package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.EvictingRedisException;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.registry.Registry;
import io.mas.runner.redis.EmbeddedRedis;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis that throws data away when its memory is full must not hold messages. */
class F28EvictionPolicyIT {
  @TempDir private Path directory;

  private static EmbeddedRedis evicting(String limit) {
    return EmbeddedRedis.ephemeral()
        .option("maxmemory", limit)
        .option("maxmemory-policy", "allkeys-lru")
        .open();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "gateway", "service", "agents"})
  void keepsEveryPartFromStarting(String command) {
    Project.greeting(directory);
    try (EmbeddedRedis redis = evicting("64mb");
        RunnerProcess run = Runner.in(directory).run(command, "--redis", redis.address().url())) {
      assertThat(run.status()).as(run.everything()).isEqualTo(2);
      assertThat(run.err())
          .contains(
              "named by --redis",
              "has maxmemory-policy allkeys-lru",
              "CONFIG SET maxmemory-policy noeviction")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void keepsGatewayAndServiceFromStartingWithoutTheRunnerToo() {
    try (EmbeddedRedis redis = evicting("64mb")) {
      String url = redis.address().url();
      assertThatThrownBy(() -> Gateway.start(GatewaySettings.of(url)))
          .isInstanceOf(EvictingRedisException.class);
      assertThatThrownBy(() -> Registry.start(url)).isInstanceOf(EvictingRedisException.class);
    }
  }

  @Test
  void isSaidWhereItIsStillHarmless() {
    Project.greeting(directory);
    try (EmbeddedRedis redis = evicting("0");
        RunnerProcess run =
            Runner.in(directory).run("gateway", "--redis", redis.address().url(), "--for", "1s")) {
      assertThat(run.status()).as(run.everything()).isZero();
      assertThat(run.err()).contains("does no harm while maxmemory is 0");
    }
  }
}
