package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EvictionTest {
  private static Map<String, String> info(String limit, String policy) {
    return Map.of("maxmemory", limit, "maxmemory_policy", policy);
  }

  @Test
  void acceptsAnyPolicyWithoutAMemoryLimitAndKnowsThatItMayBecomeOne() {
    assertThat(Eviction.complaint(info("0", "allkeys-lru"))).isEmpty();
    assertThat(Eviction.isLatent(info("0", "allkeys-lru"))).isTrue();
    assertThat(Eviction.isLatent(info("0", "noeviction"))).isFalse();
  }

  @Test
  void acceptsNoEvictionUnderAMemoryLimit() {
    assertThat(Eviction.complaint(info("1000000", "noeviction"))).isEmpty();
  }

  @Test
  void refusesEvictionUnderAMemoryLimit() {
    assertThat(Eviction.complaint(info("1000000", "allkeys-lru")).orElseThrow())
        .contains("maxmemory-policy allkeys-lru")
        .contains("noeviction");
  }

  @Test
  void refusesAServerThatDoesNotTellItsPolicy() {
    assertThat(Eviction.complaint(Map.of("maxmemory", "1")).orElseThrow())
        .contains("does not tell");
  }
}
