package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.Decision;
import io.mas.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  @ParameterizedTest
  @EnumSource
  void everyDecisionComesBack(Decision decision) throws ProtocolException {
    Rejection rejection =
        new Rejection(
            "0193",
            "echo",
            "greeting.request",
            decision,
            "rule 3",
            Duration.ofMillis(1500),
            List.of("hello: must not be blank", "name: size must be between 1 and 3"));
    assertThat(Refusal.read(Refusal.write(rejection))).isEqualTo(rejection);
  }

  @Test
  void whatIsNotThereStaysAway() throws ProtocolException {
    Rejection rejection =
        new Rejection("0193", "echo", "t", Decision.AUTHZ_DENIED, "", null, List.of());
    assertThat(Refusal.read(Refusal.write(rejection))).isEqualTo(rejection);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "[]",
        "{}",
        "null",
        "{\"decision\":null}",
        "{\"decision\":\"allowed\"}",
        "{\"decision\":\"AUTHZ_DENIED\"",
        "{\"decision\":7}"
      })
  void refusesWhatIsNoRefusal(String text) {
    assertThatThrownBy(() -> Refusal.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "99999999999999999999999", "\"7\"", "null"})
  void aDelayThatIsNoneIsLeftOut(String delay) throws ProtocolException {
    String text =
        "{\"message\":\"m\",\"decision\":\"RATE_LIMITED\",\"retry_after_ms\":" + delay + "}";
    assertThat(Refusal.read(text.getBytes(StandardCharsets.UTF_8)).retryAfter()).isEmpty();
  }
}
