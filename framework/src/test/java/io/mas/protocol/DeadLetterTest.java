package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.Decision;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {
  private final byte[] header = SigningTest.bytes(300, 1);
  private final byte[] payload = SigningTest.bytes(1000, 2);

  @ParameterizedTest
  @EnumSource
  void everyDecisionComesBackWithTheBytes(Decision decision) throws ProtocolException {
    DeadLetter read =
        back(new DeadLetter(decision, "java.lang.X", 5, header, payload, 7, Long.MAX_VALUE));
    assertThat(read.decision()).isEqualTo(decision);
    assertThat(read.cause()).isEqualTo("java.lang.X");
    assertThat(read.attempts()).isEqualTo(5);
    assertThat(read.header()).isEqualTo(header);
    assertThat(read.payload()).isEqualTo(payload);
    assertThat(read.first()).isEqualTo(7);
    assertThat(read.last()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void emptyBytesComeBackEmpty() throws ProtocolException {
    DeadLetter read =
        back(new DeadLetter(Decision.UNDECODABLE, "", 1, new byte[0], new byte[0], 0, 0));
    assertThat(read.header()).isEmpty();
    assertThat(read.payload()).isEmpty();
  }

  @Test
  void carriesTheLargestPayloadAndHeader() throws ProtocolException {
    byte[] largest = SigningTest.bytes(Json.MAX_PAYLOAD_BYTES, 3);
    byte[] longest = SigningTest.bytes(EnvelopeCodec.MAX_BYTES, 4);
    DeadLetter read = back(new DeadLetter(Decision.HANDLER_FAILED, "x", 5, longest, largest, 1, 2));
    assertThat(read.payload()).isEqualTo(largest);
    assertThat(read.header()).isEqualTo(longest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "{}",
        "{\"decision\":\"NONE\"}",
        "{\"decision\":\"UNSEALED\",\"header\":\"!!!\",\"payload\":\"\"}",
        "{\"decision\":\"UNSEALED\",\"header\":\"\",\"payload\":\"?\"}"
      })
  void refusesWhatIsNoDeadLetter(String text) {
    assertThatThrownBy(() -> DeadLetter.fromBytes(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ProtocolException.class);
  }

  private static DeadLetter back(DeadLetter letter) throws ProtocolException {
    return DeadLetter.fromBytes(letter.toBytes());
  }
}
