package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The names of instances, which their agent may write. */
class InstanceIdsTest {
  @Test
  void areTheFieldsThatCountCalls() {
    assertThat(InstanceIds.of(Set.of("one-1:c", "n", "d", "one-1:x"))).containsExactly("one-1");
  }

  @Test
  void areNotWhatWouldForgeALineOfTheLog() {
    assertThat(InstanceIds.of(Set.of("a\nERROR forged:c", "a b:c", ":c", "a:b:c"))).isEmpty();
  }
}
