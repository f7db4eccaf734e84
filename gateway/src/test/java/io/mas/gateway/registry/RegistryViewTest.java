package io.mas.gateway.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.AgentRecord;
import io.mas.internal.redis.Keys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryViewTest {
  private final Keys keys = new Keys(16);
  private final Map<String, Map<String, byte[]>> hashes = new HashMap<>();
  private boolean away;
  private final RegistryView view =
      new RegistryView(
          key -> {
            if (away) {
              throw new IllegalStateException("Redis is away");
            }
            return hashes.getOrDefault(key, Map.of());
          },
          keys);

  private void write(String agent, String capabilities, String metadata) {
    hashes.put(
        keys.agent(agent),
        Map.of(
            "status", "ACTIVE".getBytes(UTF_8),
            "capabilities", capabilities.getBytes(UTF_8),
            "metadata", metadata.getBytes(UTF_8)));
    view.changed(agent);
  }

  @Test
  void showsWhatIsWrittenOfAnAgent() {
    write("a", "[\"sum\"]", "{\"zone\":\"z1\"}");
    assertThat(view.agents()).isEmpty();
    view.refresh();
    assertThat(view.agents())
        .containsExactly(new AgentRecord("a", "ACTIVE", List.of("sum"), Map.of("zone", "z1")));
  }

  @Test
  void anAgentThatSaysNothingOfItselfHasNoCapabilities() {
    hashes.put(keys.agent("a"), Map.of("status", "INACTIVE".getBytes(UTF_8)));
    view.changed("a");
    view.refresh();
    assertThat(view.agents())
        .containsExactly(new AgentRecord("a", "INACTIVE", List.of(), Map.of()));
  }

  @Test
  void oneThatIsNoLongerWrittenIsNoLongerShown() {
    write("a", "[]", "{}");
    view.refresh();
    hashes.clear();
    view.refresh();
    assertThat(view.agents()).hasSize(1);
    view.changed("a");
    view.refresh();
    assertThat(view.agents()).isEmpty();
  }

  @Test
  void aChangeThatCouldNotBeReadIsReadTheNextTime() {
    write("a", "[]", "{}");
    away = true;
    assertThatThrownBy(view::refresh).hasMessage("Redis is away");
    away = false;
    view.refresh();
    assertThat(view.agents()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null|{}", "[null]|{}", "{}|{}", "[|{}", "7|{}", "''|{}", "[[]]|{}",
        "[]|null", "[]|[]", "[]|{", "[]|7", "[]|''", "[]|{\"a\":1,\"a\":2}", "[\"x\"] 1|{}"
      })
  void whatAnAgentSpoilsHidesItAloneAndStopsNobody(String capabilities, String metadata) {
    write("spoilt", capabilities, metadata);
    write("good", "[]", "{}");
    view.refresh();
    assertThat(view.agents()).extracting(AgentRecord::id).containsExactly("good");
  }

  @Test
  void whatCouldNotBeAnsweredWithHidesItsAgentAlone() {
    write("deep", "[]", "{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}");
    write("huge", "[]", "{\"n\":1e99999}");
    write("long", "[]", "{\"a\":\"" + "x".repeat(64 * 1024) + "\"}");
    write("good", "[]", "{\"n\":1e99,\"a\":[[[1]]]}");
    view.refresh();
    assertThat(view.agents()).extracting(AgentRecord::id).containsExactly("good");
  }

  @Test
  void whatIsSpoiledLaterIsNoLongerShown() {
    write("a", "[]", "{}");
    view.refresh();
    write("a", "null", "{}");
    view.refresh();
    assertThat(view.agents()).isEmpty();
  }
}
