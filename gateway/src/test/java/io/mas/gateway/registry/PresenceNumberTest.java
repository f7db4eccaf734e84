package io.mas.gateway.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number in the record of an instance, which its agent may write. */
class PresenceNumberTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "42, 42", "x, 0", "'', 0", "1.5, 0", "9223372036854775808, 0"})
  void aSpoiledNumberIsNone(String written, long number) {
    assertThat(Presence.number(Map.of("number", written.getBytes(UTF_8)))).isEqualTo(number);
  }

  @Test
  void aRecordWithoutANumberHasNone() {
    assertThat(Presence.number(Map.of())).isZero();
  }
}
