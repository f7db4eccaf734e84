package io.mas.runner.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class YamlMapTest {

  enum Mode {
    AUTO,
    OFF,
    HALF_WAY
  }

  private static YamlDocument document(String text) {
    return YamlDocument.parse(text, "f.yaml");
  }

  @Test
  void readsEachTypeWithItsPosition() {
    YamlDocument document =
        document("t: hello\nn: 3\nb: false\nd: 1.5s\nm: half-way\nl: [a, b]\none: a\ns: {x: y}\n");
    YamlMap map = document.root();
    assertThat(map.text("t")).contains(new Located<>("hello", new Position("f.yaml", 1, 4)));
    assertThat(map.atLeast(1, "n", 9)).isEqualTo(3);
    assertThat(map.bool("b")).contains(false);
    assertThat(map.duration("d", Duration.ZERO)).isEqualTo(Duration.ofMillis(1500));
    assertThat(map.choice("m", Mode.AUTO)).isEqualTo(Mode.HALF_WAY);
    assertThat(map.texts("l")).extracting(Located::value).containsExactly("a", "b");
    assertThat(map.texts("one")).extracting(Located::value).containsExactly("a");
    assertThat(map.section("s").text("x")).map(Located::value).contains("y");
    assertThat(document.finish()).isEmpty();
  }

  @Test
  void returnsDefaultsForWhatIsAbsentOrHasNoValue() {
    YamlDocument document = document("n:\nt: ~\n");
    YamlMap map = document.root();
    assertThat(map.atLeast(1, "n", 9)).isEqualTo(9);
    assertThat(map.text("t")).isEmpty();
    assertThat(map.choice("m", Mode.AUTO)).isEqualTo(Mode.AUTO);
    assertThat(map.section("s").keys()).isEmpty();
    assertThat(map.sections("l")).isEmpty();
    assertThat(document.finish()).isEmpty();
  }

  @Test
  void takesOffAndNoAsTextAndOnlyTrueAndFalseAsBooleans() {
    YamlDocument document = document("a: off\nb: no\nc: on\nd: {EMAIL: off}\ne: True\n");
    YamlMap map = document.root();
    assertThat(map.choice("a", Mode.AUTO)).isEqualTo(Mode.OFF);
    assertThat(map.text("b")).map(Located::value).contains("no");
    map.bool("c");
    assertThat(map.choices("d", Mode.AUTO)).containsExactly(entry("EMAIL", Mode.OFF));
    assertThat(map.bool("e")).contains(true);
    assertThatThrownBy(document::finish)
        .hasMessage("f.yaml:3:4: c: expected true or false, found the text 'on'");
  }

  @Test
  void saysOfAllWrongTypesWhatWasExpectedAndWhatWasFoundInTheOrderOfTheFile() {
    YamlDocument document =
        document(
            "n: 0\nm: many\nt: 12\nl: {a: 1}\ns: [1]\nss: [a]\nd: soon\nc: oof\nx: {big: 99999}\n");
    YamlMap map = document.root();
    map.choice("c", Mode.AUTO);
    map.duration("d", Duration.ZERO);
    map.atLeast(1, "n", 1);
    map.atLeast(1, "m", 1);
    map.text("t");
    map.texts("l");
    map.section("s");
    map.sections("ss");
    map.section("x").integer("big", 1, 65_535);
    map.section("x").requiredText("id");
    assertThatThrownBy(document::finish)
        .hasMessage(
            """
            f.yaml:1:4: n: expected a whole number of at least 1, found the number 0
            f.yaml:2:4: m: expected a whole number of at least 1, found the text 'many'
            f.yaml:3:4: t: expected a text, found the number 12; put it in quotes
            f.yaml:4:4: l: expected a text, found a mapping
            f.yaml:5:4: s: expected a mapping, found a list
            f.yaml:6:6: ss[0]: expected a mapping, found the text 'a'
            f.yaml:7:4: d: expected a length of time above zero such as 500ms, 5s, 2m or 1h, \
            found the text 'soon'
            f.yaml:8:4: c: expected one of auto, off, half-way, found the text 'oof'; \
            did you mean `off`?
            f.yaml:9:4: x.id is missing
            f.yaml:9:10: x.big: expected a whole number from 1 to 65535, found the number 99999""");
  }

  @Test
  void reportsEachUnknownKeyWithTheNearestRightOne() {
    YamlDocument document = document("instnaces: 1\nzebra: 2\ninner: {INSTANCES: 3}\n");
    YamlMap map = document.root();
    map.atLeast(1, "instances", 1);
    map.section("inner").atLeast(1, "instances", 1);
    assertThatThrownBy(document::finish)
        .hasMessage(
            """
            f.yaml:1:1: unknown key `instnaces`; did you mean `instances`?
            f.yaml:2:1: unknown key `zebra`; known here: instances, inner
            f.yaml:3:9: unknown key `INSTANCES` in inner; did you mean `instances`?""");
  }

  @Test
  void doesNotRepeatALongOrUnusualTextThatMayBeASecret() {
    YamlDocument document = document("redis: redis://:hunter2@host\n");
    document.root().section("redis");
    assertThatThrownBy(document::finish)
        .hasMessage("f.yaml:1:8: redis: expected a mapping, found a text");
  }

  @Test
  void convertsFreeValuesToPlainJavaAndKnowsThePlaceOfEach() {
    YamlDocument document =
        document(
            """
            known: 1
            text: "12"
            whole: 0x1F
            huge: 99999999999999999999
            real: 1.50
            none:
            date: 2026-01-01
            octal: 010
            yes: True
            hosts:
              - {port: 6379}
            """);
    YamlMap map = document.root();
    map.atLeast(1, "known", 1);
    FreeValues free = map.rest();
    assertThat(document.finish()).isEmpty();
    assertThat(free.values().keySet())
        .containsExactly("text", "whole", "huge", "real", "none", "date", "octal", "yes", "hosts");
    assertThat(free.values())
        .containsEntry("text", "12")
        .containsEntry("whole", 31L)
        .containsEntry("huge", new BigInteger("99999999999999999999"))
        .containsEntry("real", new BigDecimal("1.50"))
        .containsEntry("none", null)
        .containsEntry("date", "2026-01-01")
        .containsEntry("octal", 10L)
        .containsEntry("yes", true)
        .containsEntry("hosts", java.util.List.of(Map.of("port", 6379L)));
    assertThat(free.position("hosts[0].port")).isEqualTo(new Position("f.yaml", 11, 12));
    assertThat(free.position("hosts[0].name")).isEqualTo(new Position("f.yaml", 11, 5));
    assertThat(free.position("elsewhere")).isEqualTo(new Position("f.yaml", 1, 1));
  }

  @Test
  void knowsWhichKeysItWasAskedForAndDidNotFind() {
    YamlDocument document = document("a: 1\nl: [{x: 1}, {y: 2}]\nm: {any: {z: 1}}\n");
    YamlMap map = document.root();
    map.sections("l").forEach(item -> java.util.List.of("x", "y", "w").forEach(item::text));
    map.named("m").values().forEach(item -> item.text("v"));
    map.text("b");
    assertThat(document.absentKeys())
        .isEqualTo(new TreeSet<>(java.util.Set.of("b", "l[].w", "m[].v")));
  }

  @Test
  void countsColumnsInCodePoints() {
    YamlDocument document = document("\"😀é\": {k: 1}\n");
    assertThat(document.root().section("😀é").position("k"))
        .isEqualTo(new Position("f.yaml", 1, 11));
  }
}
