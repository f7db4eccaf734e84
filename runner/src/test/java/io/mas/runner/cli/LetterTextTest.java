package io.mas.runner.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterContents;
import io.mas.gateway.letters.LetterId;
import io.mas.protocol.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LetterTextTest {
  private static final Instant SENT = Instant.parse("2026-11-20T09:00:00.123Z");

  private static Letter letter(String id, String... fieldsAndValues) {
    Map<String, byte[]> fields = new HashMap<>();
    fields.put("at", ("" + SENT.plusSeconds(3_661).toEpochMilli()).getBytes(UTF_8));
    fields.put("first", ("" + SENT.plusSeconds(1).toEpochMilli()).getBytes(UTF_8));
    fields.put("last", ("" + SENT.plusSeconds(60).toEpochMilli()).getBytes(UTF_8));
    fields.put("attempts", "0".getBytes(UTF_8));
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      fields.put(fieldsAndValues[i], fieldsAndValues[i + 1].getBytes(UTF_8));
    }
    return new Letter(LetterId.parse(id), fields);
  }

  private static final Letter POISONED =
      letter(
          "7:1790000000000-0",
          "decision",
          "HANDLER_FAILED",
          "reason",
          "java.lang.IllegalStateException in \u001b[2J\nEcho.greet",
          "attempts",
          "5",
          "from",
          "echo",
          "id",
          "0199-x",
          "sender",
          "greeter",
          "target",
          "echo",
          "type",
          "greeting");
  private static final Letter RAW =
      letter("12:99-1", "decision", "INVALID_MESSAGE", "reason", "x".repeat(99), "from", "a");

  @Test
  void aTableIsAlignedOneLineEachAndTimesAreUtc() {
    assertThat(LetterText.table(List.of(POISONED, RAW)))
        .containsExactly(
            "ID                 TIME                  REASON           ATTEMPTS  SENDER   TARGET"
                + "  TYPE      CAUSE",
            "7:1790000000000-0  2026-11-20T10:01:01Z  HANDLER_FAILED   5         greeter  echo  "
                + "  greeting  java.lang.IllegalStateException in \\u001b[2J\\u000aEcho.greet",
            "12:99-1            2026-11-20T10:01:01Z  INVALID_MESSAGE  0         a        -     "
                + "  -         "
                + "x".repeat(59)
                + "…");
  }

  @Test
  void nothingIsSaidInWords() {
    assertThat(LetterText.table(List.of())).containsExactly("no dead letters");
  }

  private static LetterContents contents(String payload) {
    return new LetterContents(
        Optional.of(
            new LetterContents.Sent(
                "REQUEST",
                "i1",
                SENT,
                Optional.empty(),
                Optional.of(SENT.plusSeconds(30)),
                Map.of("trace", "t-1"))),
        new byte[0],
        payload.getBytes(UTF_8));
  }

  @Test
  void allOfALetterIsShownWithItsPayload() {
    assertThat(LetterText.full(POISONED, contents("{\"hello\":\"w\u202eorld\",\"n\":1.50}")))
        .containsExactly(
            "ID          7:1790000000000-0",
            "Reason      HANDLER_FAILED",
            "Cause       java.lang.IllegalStateException in \\u001b[2J\\u000aEcho.greet",
            "Attempts    5",
            "First       2026-11-20T09:00:01.123Z",
            "Last        2026-11-20T09:01:00.123Z",
            "Dead since  2026-11-20T10:01:01.123Z",
            "From        echo",
            "Message     0199-x",
            "Kind        REQUEST",
            "Sender      greeter",
            "Instance    i1",
            "Target      echo",
            "Type        greeting",
            "Sent        2026-11-20T09:00:00.123Z",
            "Deadline    2026-11-20T09:00:30.123Z",
            "Header      trace: t-1",
            "Payload",
            "{",
            "  \"hello\" : \"w\\u202eorld\",",
            "  \"n\" : 1.50",
            "}");
  }

  @Test
  void whatIsNoMessageIsShownAsBytes() {
    LetterContents bytes =
        new LetterContents(Optional.empty(), new byte[] {9, 9}, "{".getBytes(UTF_8));
    assertThat(LetterText.full(RAW, bytes))
        .contains("Header      CQk= (base64)", "Payload (no JSON; base64)", "ew==");
    assertThat(LetterJson.of(RAW, bytes).path("header_base64").asText()).isEqualTo("CQk=");
    assertThat(LetterJson.of(RAW, bytes).path("payload_base64").asText()).isEqualTo("ew==");
  }

  @Test
  void asJsonItHasTheSame() {
    assertThat(Json.text(LetterJson.of(POISONED, contents("{\"n\":1.50}"))))
        .isEqualTo(
            "{\"id\":\"7:1790000000000-0\",\"time\":\"2026-11-20T10:01:01.123Z\","
                + "\"reason\":\"HANDLER_FAILED\","
                + "\"cause\":\"java.lang.IllegalStateException in \\u001B[2J\\nEcho.greet\","
                + "\"attempts\":5,\"first\":\"2026-11-20T09:00:01.123Z\","
                + "\"last\":\"2026-11-20T09:01:00.123Z\",\"from\":\"echo\","
                + "\"message\":\"0199-x\",\"sender\":\"greeter\",\"target\":\"echo\","
                + "\"type\":\"greeting\",\"kind\":\"REQUEST\",\"instance\":\"i1\","
                + "\"sent\":\"2026-11-20T09:00:00.123Z\","
                + "\"deadline\":\"2026-11-20T09:00:30.123Z\",\"headers\":{\"trace\":\"t-1\"},"
                + "\"payload\":{\"n\":1.50}}");
    assertThat(LetterJson.of(RAW).has("sender")).isFalse();
  }
}
