package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON from outside: strict, bounded, and true to what went in. */
class JsonTest {

  @Test
  void refusesADuplicateKeyWithItsPlace() {
    assertThatThrownBy(() -> read("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}"))
        .isInstanceOf(ProtocolException.class)
        .hasMessageMatching("the payload is not JSON within the bounds, at byte \\d+");
  }

  @Test
  void theMessageNeverHoldsThePayload() {
    for (String text : new String[] {"{\"secret\":1,\"secret\":2}", "secret", "{\"a\":secret}"}) {
      assertThatThrownBy(() -> read(text))
          .isInstanceOf(ProtocolException.class)
          .hasMessageNotContaining("secret")
          .hasNoCause();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "{", "[1,", "{\"a\":1} x", "{} {}", "1 2", "'a'", "{a:1}", "[1,]", "{\"a\":1,}",
        "NaN", "Infinity", "+1", "01", ".5", "1.", "1e", "/* c */ 1", "# c", "\"a\nb\"", "\"\\x\"",
        "tru", "-", "\"\\ud8\""
      })
  void refusesWhatIsNotOneJsonValue(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    for (byte[] bytes :
        new byte[][] {
          "{}".getBytes(StandardCharsets.UTF_16BE),
          "{}".getBytes(StandardCharsets.UTF_16),
          {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
          {'"', (byte) 0xff, '"'},
          {'"', (byte) 0xc0, (byte) 0x80, '"'},
          {'"', (byte) 0xe2, '"'}
        }) {
      assertThatThrownBy(() -> Json.read(bytes)).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void takes100LevelsAndNoMore() throws ProtocolException {
    assertThat(read("[".repeat(100) + "]".repeat(100)).isArray()).isTrue();
    assertThatThrownBy(() -> read("[".repeat(101) + "]".repeat(101)))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> read("{\"a\":".repeat(100_000))).isInstanceOf(ProtocolException.class);
  }

  @Test
  void writesNothingThatItWouldNotRead() {
    Object deep = "x";
    for (int i = 0; i < 101; i++) {
      deep = java.util.List.of(deep);
    }
    Object tooDeep = deep;
    assertThatThrownBy(() -> Json.mapper().writeValueAsBytes(tooDeep))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void refusesHugeNumbers() {
    assertThatThrownBy(() -> read("1".repeat(1001))).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> read("0." + "1".repeat(1001))).isInstanceOf(ProtocolException.class);
    for (String text :
        new String[] {"1e99999999999", "1e-99999999999", "1e2000000000", "1e-10001"}) {
      assertThatThrownBy(() -> read("{\"a\":" + text + "}"))
          .isInstanceOf(ProtocolException.class)
          .hasMessage("the payload is not JSON within the bounds: a number is too big");
    }
  }

  @Test
  void integersKeepAllTheirDigits() throws ProtocolException {
    String digits = "123456789012345678901234567890123456789012345678901234567890";
    JsonNode tree = read("[" + digits + ",9223372036854775808,-9223372036854775808]");
    assertThat(tree.get(0).bigIntegerValue()).isEqualTo(new BigInteger(digits));
    assertThat(tree.get(1).bigIntegerValue()).isEqualTo(BigInteger.ONE.shiftLeft(63));
    assertThat(tree.get(2).longValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(Json.text(tree)).contains(digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.10",
        "0.00",
        "100.000",
        "0.1234567890123456789012345678901234567890",
        "1E+3",
        "1E-10000",
        "4.9E-324",
        "1.7976931348623157E+308"
      })
  void decimalsKeepDigitsAndScale(String text) throws Exception {
    JsonNode tree = read(text);
    assertThat(tree.decimalValue()).isEqualTo(new BigDecimal(text));
    assertThat(Json.text(tree)).isEqualTo(text);
    assertThat(Json.mapper().treeToValue(tree, BigDecimal.class)).isEqualTo(new BigDecimal(text));
    assertThat(Json.mapper().<JsonNode>valueToTree(new BigDecimal(text)).decimalValue())
        .isEqualTo(new BigDecimal(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-29T01:59:59.123456789+05:30",
        "2026-03-29T01:59:59Z",
        "2026-03-29T01:59:59-11:00"
      })
  void datesKeepTheirOffset(String text) throws Exception {
    OffsetDateTime date = OffsetDateTime.parse(text);
    assertThat(Json.mapper().treeToValue(Json.mapper().valueToTree(date), OffsetDateTime.class))
        .isEqualTo(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-10-25T02:30:00+02:00[Europe/Berlin]",
        "2026-10-25T02:30:00+01:00[Europe/Berlin]",
        "2026-01-01T00:00Z[UTC]",
        "2026-01-01T00:00Z",
        "2026-01-01T00:00+03:00",
        "2026-01-01T00:00Z[Europe/London]"
      })
  void datesKeepTheirZone(String text) throws Exception {
    ZonedDateTime date = ZonedDateTime.parse(text);
    assertThat(Json.mapper().treeToValue(Json.mapper().valueToTree(date), ZonedDateTime.class))
        .isEqualTo(date);
  }

  @Provide
  Arbitrary<String> almostJson() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"a\"",
            "\"",
            "1",
            "-",
            "e9999999999",
            ".",
            "null",
            "true",
            " ",
            "\\u",
            "\ud800",
            "ä")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Property
  void nothingButAProtocolExceptionEscapesForAlmostJson(@ForAll("almostJson") String text) {
    readOrRefuse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void nothingButAProtocolExceptionEscapesForBytes(@ForAll @Size(max = 64) byte[] bytes) {
    readOrRefuse(bytes);
  }

  private static void readOrRefuse(byte[] bytes) {
    JsonNode tree;
    try {
      tree = Json.read(bytes);
    } catch (ProtocolException e) {
      assertThat(e.getMessage()).startsWith("the payload ");
      return;
    }
    assertThat(tree).isNotNull();
    assertThat(readBack(tree)).isEqualTo(tree);
  }

  private static JsonNode readBack(JsonNode tree) {
    try {
      return Json.read(Json.write(tree));
    } catch (ProtocolException e) {
      throw new AssertionError("what was read and written cannot be read again", e);
    }
  }

  private static JsonNode read(String text) throws ProtocolException {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
