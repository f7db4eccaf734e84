package io.mas.gateway.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterIdTest {
  @Test
  void isShardAndEntryInOneWord() {
    assertThat(LetterId.parse("7:1790000000000-3")).isEqualTo(new LetterId(7, "1790000000000-3"));
    assertThat(new LetterId(7, "1790000000000-3")).hasToString("7:1790000000000-3");
    assertThat(LetterId.parse("0:18446744073709551615-0").entry())
        .isEqualTo("18446744073709551615-0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "7", "7:1", "1-0", "x:1-0", "7:1-0 ", "-7:1-0", "7:1-18446744073709551616"})
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> LetterId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is no id of a dead letter, such as 7:1790000000000-0");
  }
}
