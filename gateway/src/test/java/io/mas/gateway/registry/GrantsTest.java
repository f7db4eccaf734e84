package io.mas.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.protocol.AgentEntry;
import io.mas.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsTest {
  private static final byte[] GRANTED =
      Json.write(AgentEntry.introduced().granted(List.of("a", "b")).toJson());

  private static String narrowed(byte[] entry, String claimed) {
    return new String(
        Grants.narrowed(entry, claimed.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  @Test
  void aRegistrationCanOnlyNarrowThem() {
    assertThat(narrowed(GRANTED, "[\"c\",\"b\"]")).isEqualTo("[\"b\"]");
    assertThat(narrowed(GRANTED, "[]")).isEqualTo("[]");
    byte[] any = Json.write(AgentEntry.introduced().toJson());
    assertThat(narrowed(any, "[\"c\"]")).isEqualTo("[\"c\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "7", "[null]", "[[]]", "{\"a\":1}", "[\"a\""})
  void ofWhatIsNoListNothingCounts(String claimed) {
    assertThat(narrowed(GRANTED, claimed)).isEqualTo("[]");
  }

  @Test
  void nothingIsGrantedToWhomNobodyCanRead() {
    assertThat(narrowed(new byte[] {1}, "[\"a\"]")).isEqualTo("[]");
  }
}
