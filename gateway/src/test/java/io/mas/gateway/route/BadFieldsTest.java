package io.mas.gateway.route;

import static io.mas.gateway.route.Desk.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.Entry;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field of a message that is missing, empty, too large, ill-encoded or too many. */
class BadFieldsTest {
  private static final byte[] NO_TEXT = {(byte) 0xc3, (byte) 0x28, (byte) 0xff, 0};

  private final Desk desk = new Desk();
  private final Map<String, byte[]> fields = new LinkedHashMap<>();

  private void decide() {
    desk.decide(new Entry("outbox", id(0), fields), desk.a.send("b").sequence(2).at(id(1)));
  }

  private static byte[] instead(String fault, String field) {
    return switch (fault) {
      case "missing", "empty" -> new byte[0];
      case "oversized" ->
          new byte[1 + (field.equals("p") ? Json.MAX_PAYLOAD_BYTES : EnvelopeCodec.MAX_BYTES)];
      case "ill-encoded" -> NO_TEXT;
      default -> throw new IllegalArgumentException(fault);
    };
  }

  /** A payload's own encoding is its target's matter; what is signed is not. */
  @ParameterizedTest
  @CsvSource({
    "h, missing, INVALID_MESSAGE",
    "h, empty, INVALID_MESSAGE",
    "h, oversized, INVALID_MESSAGE",
    "h, ill-encoded, INVALID_MESSAGE",
    "a, missing, INVALID_MESSAGE",
    "a, empty, INVALID_MESSAGE",
    "a, oversized, INVALID_MESSAGE",
    "a, ill-encoded, INVALID_MESSAGE",
    "p, missing, SIGNATURE_INVALID",
    "p, empty, SIGNATURE_INVALID",
    "p, oversized, SIGNATURE_INVALID",
    "p, ill-encoded, SIGNATURE_INVALID"
  })
  void isRefusedAndTheNextMessagePasses(String field, String fault, String decision) {
    fields.putAll(desk.a.send("b").at(id(0)).fields());
    fields.put(field, instead(fault, field));
    if (fault.equals("missing")) {
      fields.remove(field);
    }
    decide();
    assertThat(desk.decisions()).containsExactly(decision, "ALLOWED");
    assertThat(desk.committed().notices()).isEmpty();
    assertThat(desk.committed().dueFields()).containsExactly("a:" + id(1));
  }

  @ParameterizedTest
  @CsvSource({"0", "1048577"})
  void aPayloadThatItsSenderHasSignedIsRefusedForItsSize(int size) {
    fields.putAll(desk.a.send("b").payload("x".repeat(size)).at(id(0)).fields());
    decide();
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE", "ALLOWED");
    assertThat(desk.audited(0).path("reason").asText())
        .isEqualTo("the payload must have 1 to " + Json.MAX_PAYLOAD_BYTES + " bytes");
  }

  @Test
  void aFieldThatNoMessageHasIsRefusedThoughItIsNotRead() {
    fields.putAll(desk.a.send("b").at(id(0)).fields());
    fields.put("x", "y".getBytes(UTF_8));
    decide();
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE", "ALLOWED");
  }
}
