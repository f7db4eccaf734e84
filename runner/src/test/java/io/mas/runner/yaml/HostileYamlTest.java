package io.mas.runner.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileYamlTest {

  private static final String LAUGHS =
      "a: &a [lol, lol]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n";

  /** Each key is hashed by walking what lies below it, which doubles with each level. */
  private static final String NEVER_RETURNS =
      "&a [&b [&c [&d [&e [x]]]], *b, *c]: 1\n? [*a, *a, ? [*a, *b]]\n: {*a : *a}\n";

  @ParameterizedTest
  @MethodSource
  void refusesWithAPosition(String text, String message) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> YamlDocument.parse(text, "agents.yaml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message));
  }

  static Stream<Arguments> refusesWithAPosition() {
    return Stream.of(
        Arguments.of(LAUGHS, "agents.yaml:1:4: the anchor &a: anchors are not supported"),
        Arguments.of(NEVER_RETURNS, "agents.yaml:1:1: the anchor &a"),
        Arguments.of("&a [*a]", "agents.yaml:1:1: the anchor &a"),
        Arguments.of("a: *a", "agents.yaml:1:4: the alias *a: write the value out"),
        Arguments.of("a: {b: &r [*r]}", "agents.yaml:1:8: the anchor &r"),
        Arguments.of("&k a: 1", "agents.yaml:1:1: the anchor &k"),
        Arguments.of("<<: {a: 1}", "agents.yaml:1:1: the merge key <<: write the values out"),
        Arguments.of("[".repeat(100_000), "agents.yaml:1:21: nested deeper than 20 levels"),
        Arguments.of("{a: ".repeat(100_000), "agents.yaml:1:81: nested deeper than 20 levels"),
        Arguments.of("- ".repeat(100_000), "agents.yaml:1:41: nested deeper than 20 levels"),
        Arguments.of(
            "a: !!javax.script.ScriptEngineManager [x]",
            "agents.yaml:1:4: the tag tag:yaml.org,2002:javax.script.ScriptEngineManager"),
        Arguments.of("a: !!int 3", "agents.yaml:1:4: the tag tag:yaml.org,2002:int"),
        Arguments.of("a: ! 3", "agents.yaml:1:4: the tag !: tags are not supported"),
        Arguments.of("!x a: 3", "agents.yaml:1:1: the tag !x"),
        Arguments.of("a: " + "9".repeat(500_000), "agents.yaml:1:4: a number of 500000 characters"),
        Arguments.of("a: 0x" + "f".repeat(500_000), "agents.yaml:1:4: a number of 500002 char"),
        Arguments.of("a: 1e999999999", "agents.yaml:1:4: a number with an exponent beyond 1000"),
        Arguments.of("a: 1e-999999999999", "agents.yaml:1:4: a number with an exponent beyond"),
        Arguments.of("a: .inf", "agents.yaml:1:4: infinity and not-a-number are no values here"),
        Arguments.of("? [a]\n: 1", "agents.yaml:1:3: a list or mapping as a key"),
        Arguments.of("\"\": 1", "agents.yaml:1:1: a key is missing before the colon"),
        Arguments.of("a: 1\n---\nb: 2", "agents.yaml:2:1: a second document begins here"),
        Arguments.of("a: [1,\n\tb", "agents.yaml:"),
        Arguments.of("a:\n\tb: 1", "agents.yaml:2:1: found character '\\t(TAB)'"),
        Arguments.of("a: \"\\UFFFFFFFF\"", "agents.yaml:1:"),
        Arguments.of("%YAML 99999999999.1\n---\na: 1", "agents.yaml:1:"),
        Arguments.of("a: b: c", "agents.yaml:1:5: mapping values are not allowed here"),
        Arguments.of("a: 'open", "agents.yaml:1:9: found unexpected end of stream"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"", "&", "!", "%", "#", "? a\n", "[a, ", "-\n", "\t", " ", "|\n", ">\n ", "a", "[[],",
        "a\n", "'a' ", "!<a", "\"\\\n", "---\n", "k: 1\n", "\n", "😀", "1"
      })
  void takesNoLongForAMebibyteOfAnything(String piece) {
    String text = piece.repeat(1_000_000 / piece.getBytes(UTF_8).length);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(outcome(text)).isIn("read", "refused"));
  }

  private static String outcome(String text) {
    try {
      YamlDocument document = YamlDocument.parse(text, "agents.yaml");
      document.root();
      document.finish();
      return "read";
    } catch (ConfigException e) {
      assertThat(e.getMessage()).hasSizeLessThan(60_000);
      return "refused";
    }
  }

  @Test
  void refusesADuplicateKeyWithBothPositions() {
    assertThatThrownBy(() -> YamlDocument.parse("a: 1\nb: 2\n\"a\": 3\nb: 4\n", "f.yaml").finish())
        .hasMessageContaining("f.yaml:3:1: the key `a` stands already at f.yaml:1:1")
        .hasMessageContaining("f.yaml:4:1: the key `b` stands already at f.yaml:2:1");
  }

  @Test
  void namesTheByteThatIsNotUtf8() {
    byte[] latin1 = {'a', ':', ' ', '1', '\n', 'b', ':', ' ', (byte) 0xE9, '\n'};
    assertThatThrownBy(() -> YamlText.decode(latin1, "f.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("f.yaml:2:4: byte 0xE9 at offset 8 is not UTF-8; save the file as UTF-8");
    assertThatThrownBy(() -> YamlText.decode(new byte[] {'a', (byte) 0xC3}, "f.yaml"))
        .hasMessageStartingWith("f.yaml:1:2: byte 0xC3 at offset 1");
    assertThatThrownBy(() -> YamlText.decode(new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', 0}, "f"))
        .hasMessageContaining("looks like UTF-16");
    assertThatThrownBy(() -> YamlText.decode(new byte[] {(byte) 0xC0, (byte) 0x80}, "f"))
        .as("overlong encoding")
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void refusesControlCharactersAndAcceptsAByteOrderMark() {
    assertThatThrownBy(() -> YamlText.decode("a: 1\nb: \u0000".getBytes(UTF_8), "f.yaml"))
        .hasMessage("f.yaml:2:4: the control character U+0000 is not allowed");
    assertThat(YamlText.decode("\uFEFFa: é😀".getBytes(UTF_8), "f.yaml")).isEqualTo("a: é😀");
  }

  @Test
  void refusesAFileThatIsTooLargeEmptyMissingOrADirectory(@TempDir Path dir) throws Exception {
    Path large = Files.write(dir.resolve("large.yaml"), new byte[YamlText.MAX_BYTES + 1]);
    assertThatThrownBy(() -> YamlDocument.open(large)).hasMessageContaining("larger than 1 MiB");
    for (String empty : new String[] {"", "\n# only a comment\n", "---\n", "~", "null"}) {
      Path file = Files.writeString(dir.resolve("empty.yaml"), empty);
      assertThatThrownBy(() -> YamlDocument.open(file)).hasMessage(file + ": is empty");
    }
    assertThatThrownBy(() -> YamlDocument.open(dir.resolve("none.yaml")))
        .hasMessageContaining("none.yaml: no such file");
    assertThatThrownBy(() -> YamlDocument.open(dir)).hasMessageContaining("is a directory");
  }

  @Test
  void refusesATopLevelThatIsNoMapping() {
    assertThatThrownBy(() -> YamlDocument.parse("- a", "f.yaml"))
        .hasMessage("f.yaml:1:1: expected keys with values, found a list");
    assertThatThrownBy(() -> YamlDocument.parse("hello", "f.yaml"))
        .hasMessage("f.yaml:1:1: expected keys with values, found the text 'hello'");
  }

  @Test
  void keepsOneLineForEachProblemAndBoundsTheirNumber() {
    StringBuilder text = new StringBuilder("\"bad\\nkey\\e[31m\": 1\n");
    for (int i = 0; i < 1_000; i++) {
      text.append("k").append(i).append(": 1\n");
    }
    YamlDocument document = YamlDocument.parse(text.toString(), "f.yaml");
    document.root();
    assertThatThrownBy(document::finish)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(51))
        .hasMessageStartingWith("f.yaml:1:1: unknown key `bad?key?[31m`")
        .hasMessageEndingWith("and 951 more");
  }
}
