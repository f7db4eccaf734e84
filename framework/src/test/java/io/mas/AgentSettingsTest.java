package io.mas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {

  @Test
  void anAgentHandlesOneAtATimeAndTriesFiveTimesUnlessTold() {
    AgentSettings settings = AgentSettings.of("echo");
    assertThat(settings.concurrency()).isEqualTo(1);
    assertThat(settings.maxAttempts()).isEqualTo(5);
    assertThat(settings.capabilities()).isEmpty();
    assertThat(settings.metadata()).isEmpty();
  }

  @Test
  void refusesIdsThatAreNoneOrReserved() {
    assertThatThrownBy(() -> AgentSettings.of("a:b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an agent id must be");
    assertThatThrownBy(() -> AgentSettings.of("mas"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the agent id 'mas' is reserved for the gateway");
  }

  @Test
  void refusesLessThanOneAtATimeOrOneAttempt() {
    assertThatThrownBy(() -> new AgentSettings("a", 0, 1, List.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AgentSettings("a", 1, 0, List.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
