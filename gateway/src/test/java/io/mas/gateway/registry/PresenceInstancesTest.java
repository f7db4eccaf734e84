package io.mas.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The names of instances, which their agent may write. */
class PresenceInstancesTest {
  @Test
  void areTheFieldsThatCountCalls() {
    assertThat(Presence.instances(Set.of("one-1:c", "n", "d", "one-1:x"))).containsExactly("one-1");
  }

  @Test
  void areNotWhatWouldForgeALineOfTheLog() {
    assertThat(Presence.instances(Set.of("a\nERROR forged:c", "a b:c", ":c", "a:b:c"))).isEmpty();
  }
}
