package io.mas.gateway.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadSchemaTest {
  private static final String ORDER =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.com/order",
        "type": "object",
        "required": ["amount", "to"],
        "properties": {
          "amount": {"type": "number", "maximum": 1000},
          "to": {"$ref": "common/iban.json#/$defs/iban"},
          "note": {"type": "string", "maxLength": 10},
          "kind": {"anyOf": [{"const": "a"}, {"const": "b"}]}
        },
        "additionalProperties": false
      }
      """;
  private static final String IBAN =
      """
      {"$defs": {"iban": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}"}}}
      """;

  private final Map<String, String> files = new HashMap<>();

  private byte[] file(String name) {
    String text = files.get(name);
    if (text == null) {
      throw new SchemaException(name + " does not exist");
    }
    return text.getBytes(UTF_8);
  }

  private PayloadSchema compiled(String text) {
    files.put("order.json", text);
    files.put("common/iban.json", IBAN);
    return PayloadSchema.compile("order.json", this::file);
  }

  private static @Nullable String violation(PayloadSchema schema, String payload) {
    try {
      return schema.violation(Json.read(payload.getBytes(UTF_8)), payload.length());
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void takesWhatFits() {
    PayloadSchema order = compiled(ORDER);
    assertThat(violation(order, "{\"amount\":5,\"to\":\"DE12\",\"kind\":\"b\"}")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"amount\":7391,\"to\":\"DE12\"}                    | order.json: at /amount: maximum",
        "{\"amount\":5,\"to\":\"7391\"}                       | order.json: at /to: pattern",
        "{\"amount\":5}                                        | order.json: at /: required",
        "{\"amount\":5,\"to\":\"DE12\",\"s7391\":1}            | order.json: at /: additionalProperties",
        "{\"amount\":5,\"to\":\"DE12\",\"note\":\"73917391739\"} | order.json: at /note: maxLength",
        "[7391]                                                | order.json: at /: type",
      })
  void saysWhereAndByWhichKeywordAndNeverWhat(String payload, String violation) {
    assertThat(violation(compiled(ORDER), payload)).isEqualTo(violation).doesNotContain("7391");
  }

  @Test
  void refersToFilesBesideItAndFetchesNothing() {
    files.put("other.json", "{}");
    for (String ref :
        new String[] {"https://example.com/x.json", "file:///etc/passwd", "missing.json"}) {
      assertThatThrownBy(() -> compiled("{\"$ref\": \"" + ref + "\"}"))
          .as(ref)
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining(ref);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\": \"objekt\"}            | is no JSON Schema: at /type",
        "{\"maxLength\": -1}               | is no JSON Schema: at /maxLength",
        "[]                                | is no JSON Schema",
        "{\"type\": \"object\"              | is no JSON",
        "{\"pattern\": \"(?=a)b\"}          | the pattern (?=a)b is not taken",
        "{\"pattern\": \"(a)\\\\1\"}         | is not taken",
        "{\"$ref\": \"#/$defs/nothing\"}    | nothing",
        "{\"$ref\": \"#\"}                  | refers to itself without end",
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"} | $schema is not",
      })
  void isRefusedWhereItIsNone(String text, String message) {
    assertThatThrownBy(() -> compiled(text))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(message);
  }

  @Test
  void matchesPatternsInLinearTime() {
    PayloadSchema schema = compiled("{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}");
    String hostile = "\"" + "a".repeat(50_000) + "!\"";
    String violation =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> violation(schema, hostile));
    assertThat(violation).isEqualTo("order.json: at /: pattern");
  }

  @Test
  void canBeRecursiveForAsDeepAPayloadAsThereIs() {
    PayloadSchema tree = compiled("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}");
    assertThat(violation(tree, "[".repeat(99) + "]".repeat(99))).isNull();
    assertThat(violation(tree, "[[[7391]]]")).isEqualTo("order.json: at /0/0/0: type");
  }

  @Test
  void showsNoControlCharactersOfHostileKeysAndNotAllOfALongOne() {
    PayloadSchema schema = compiled("{\"additionalProperties\":{\"type\":\"integer\"}}");
    String violation = violation(schema, "{\"\\u001b[31m" + "k".repeat(1000) + "\":\"x\"}");
    assertThat(violation).hasSizeLessThan(300).doesNotContain("\u001b");
  }

  /** Two ways down at each level: without a bound, 2 to the power of 90 steps. */
  @Test
  void aSchemaThatRefersToItselfTwiceGivesUpOnADeepPayload() {
    PayloadSchema tree =
        compiled(
            """
            {"oneOf": [
              {"type": "array", "items": {"$ref": "#"}, "minItems": 1},
              {"type": "array", "items": {"$ref": "#"}, "maxItems": 0},
              {"type": "integer"}
            ]}
            """);
    assertThat(violation(tree, "[[[1]]]")).isNull();
    assertThatThrownBy(() -> violation(tree, "[".repeat(90) + 1 + "]".repeat(90)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("it takes too many steps to hold the payload against it");
  }

  @Test
  void aLongPayloadTakesItsSteps() {
    PayloadSchema list =
        compiled(
            """
            {"type": "array",
             "items": {"type": "integer", "minimum": 0, "maximum": 9, "multipleOf": 1}}
            """);
    assertThat(violation(list, "[" + "1,".repeat(400_000) + "1]")).isNull();
  }
}
