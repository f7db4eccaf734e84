package io.mas.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Decision;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.sample.Draft;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.Digests;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import io.mas.protocol.PayloadCipher;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.ReplyToken;
import io.mas.protocol.SecretKeys;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of a decision, and what must not be. */
class AuditRecordTest {
  private static final Ruling REFUSED =
      new Ruling(Decision.AUTHZ_DENIED, "no \"rule\"\n", List.of("signature", "registration"));

  private final TestAgent a = TestAgent.named("a");
  private final Draft reply =
      a.message(Kind.REPLY, "b")
          .targetInstance("i7")
          .payload("{\"pin\":\"7391\"}")
          .answers(java.util.UUID.randomUUID(), ReplyToken.of(5, SecretKeys.random(16)));

  private JsonNode record(boolean decoded, Ruling ruling) throws ProtocolException {
    byte[] payload = reply.payload();
    return Json.read(
        AuditRecord.of(
            "gw-1",
            9,
            "a",
            "5-0",
            decoded ? reply.envelope() : null,
            Digests.sha256(payload),
            payload.length,
            null,
            ruling));
  }

  @Test
  void saysWhoWhatAndWhyOnOneLine() throws Exception {
    JsonNode record = record(true, REFUSED);
    assertThat(record.path("decision").asText()).isEqualTo("AUTHZ_DENIED");
    assertThat(record.path("reason").asText()).isEqualTo("no \"rule\"\n");
    assertThat(record.path("passed").asText()).isEqualTo("signature registration");
    assertThat(record.path("correlation").asText())
        .isEqualTo(Objects.requireNonNull(reply.envelope().correlation()).toString());
    assertThat(Json.text(record)).doesNotContain("\n");
  }

  @Test
  void holdsNeitherPayloadNorTokens() throws Exception {
    String text = Json.text(record(true, REFUSED));
    byte[] replyToken = Objects.requireNonNull(reply.envelope().replyToken()).toBytes();
    for (byte[] secret : List.of(a.token(), replyToken)) {
      assertThat(text)
          .doesNotContain(HexFormat.of().formatHex(secret))
          .doesNotContain(Base64.getEncoder().encodeToString(secret));
    }
    assertThat(text).doesNotContain("7391");
  }

  @Test
  void ofWhatCouldNotBeDecodedItKnowsTheEntryAlone() throws Exception {
    JsonNode record = record(false, new Ruling(Decision.INVALID_MESSAGE, "", List.of()));
    assertThat(record.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "time", "gateway", "sender", "entry", "decision", "passed", "digest", "size");
  }

  private Burial burial(long first, long last) {
    return new Burial(
        "a",
        "5-0",
        reply.envelope(),
        reply.header(),
        reply.payload(),
        Decision.AUTHZ_DENIED,
        "because",
        3,
        first,
        last,
        true);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 7, 5, 7",
    "7, 5, 5, 5",
    "-1, 7, 0, 7",
    "8, 9223372036854775807, 8, 9",
    "9223372036854775807, 9223372036854775807, 9, 9",
    "-5, -7, 0, 0"
  })
  void aDeadLettersTimesAreInOrderAndNotAheadWhateverAnAgentSays(
      long first, long last, String keptFirst, String keptLast) {
    Map<String, byte[]> letter =
        new DeadLetters(new PayloadCipher(SecretKeys.random(SecretKeys.KEY_BYTES)))
            .entry(9, burial(first, last));
    assertThat(letter.get("first")).asString(UTF_8).isEqualTo(keptFirst);
    assertThat(letter.get("last")).asString(UTF_8).isEqualTo(keptLast);
  }

  @Test
  void aDeadLetterIsReadAsItWasPutAway() throws Exception {
    DeadLetters letters = new DeadLetters(new PayloadCipher(SecretKeys.random(32)));
    Map<String, byte[]> letter = new HashMap<>(letters.entry(9, burial(5, 7)));
    assertThat(letters.payload(letter)).isEqualTo(reply.payload());
    assertThat(letters.header(letter)).isEqualTo(reply.header());
    letter.put("entry", "5-1".getBytes(UTF_8));
    assertThatThrownBy(() -> letters.payload(letter)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void aDeadLettersPayloadOpensOnlyAtItsOwnEntry() throws Exception {
    PayloadCipher cipher = new PayloadCipher(SecretKeys.random(SecretKeys.KEY_BYTES));
    Map<String, byte[]> letter = new DeadLetters(cipher).entry(9, burial(5, 7));
    byte[] sealed = Objects.requireNonNull(letter.get("payload"));
    assertThat(cipher.decrypt(sealed, "a:5-0".getBytes(UTF_8))).isEqualTo(reply.payload());
    for (String elsewhere : List.of("a:5-1", "b:5-0", "")) {
      assertThatThrownBy(() -> cipher.decrypt(sealed, elsewhere.getBytes(UTF_8)))
          .isInstanceOf(ProtocolException.class);
    }
    byte[] header = Objects.requireNonNull(letter.get("header"));
    assertThat(cipher.decrypt(header, "a:5-0:header".getBytes(UTF_8))).isEqualTo(reply.header());
    assertThatThrownBy(() -> cipher.decrypt(header, "a:5-0".getBytes(UTF_8)))
        .isInstanceOf(ProtocolException.class);
    assertThat(letter.get("attempts")).asString(UTF_8).isEqualTo("3");
  }
}
