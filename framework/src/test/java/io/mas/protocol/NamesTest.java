package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "echo", "a.b_c-D9", ".", "-", "_", "mas"})
  void takesLettersDigitsDotsUnderscoresAndHyphens(String id) {
    assertThat(Names.isId(id)).isTrue();
    assertThat(Names.isType(id)).isTrue();
    assertThat(Names.requireId("an id", id)).isSameAs(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a b", "*", "a*", "?", "[a]", "{7}", "a\\", "ä", "ａ", "٣", "\u212a", "a\n", "a\0",
        "a%", "a+b", "a@b", "a=b", "a,b", "𝟘"
      })
  void refusesEverythingElse(String text) {
    assertThat(Names.isId(text)).isFalse();
    assertThat(Names.isType(text)).isFalse();
    assertThatThrownBy(() -> Names.requireId("an agent id", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an agent id must be 1 to 64 of letters, digits, '.', '_' and '-'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "a/b", ":", "/"})
  void colonsAndSlashesAreForTypesAlone(String text) {
    assertThat(Names.isId(text)).isFalse();
    assertThat(Names.requireType(text)).isSameAs(text);
  }

  @Test
  void everyOtherCharacterOfAsciiIsRefused() {
    for (char c = 0; c < 0x250; c++) {
      boolean allowed =
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-".indexOf(c) >= 0;
      assertThat(Names.isId("a" + c)).as("a and %s", (int) c).isEqualTo(allowed);
      assertThat(Names.isType("a" + c))
          .as("a and %s", (int) c)
          .isEqualTo(allowed || c == ':' || c == '/');
    }
  }

  @Test
  void anIdHasAtMost64AndATypeAtMost128Characters() {
    assertThat(Names.isId("a".repeat(64))).isTrue();
    assertThat(Names.isId("a".repeat(65))).isFalse();
    assertThat(Names.isType("a".repeat(128))).isTrue();
    assertThat(Names.isType("a".repeat(129))).isFalse();
    assertThatThrownBy(() -> Names.requireType("a".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a message type must be 1 to 128 of letters, digits, '.', '_', '-', ':' and '/'");
  }
}
