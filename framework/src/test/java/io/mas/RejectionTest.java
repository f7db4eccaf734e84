package io.mas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RejectionTest {

  @ParameterizedTest
  @EnumSource
  void everyDecisionBecomesATypedException(Decision decision) {
    Class<?> expected =
        switch (decision) {
          case AUTH_FAILED, SIGNATURE_INVALID, REPLAYED -> AuthenticationFailedException.class;
          case AUTHZ_DENIED -> AccessDeniedException.class;
          case UNKNOWN_TARGET -> UnknownTargetException.class;
          case VALIDATION_FAILED -> PayloadValidationException.class;
          default -> MessageRejectedException.class;
        };
    assertThat(rejection(decision, null).toException()).isExactlyInstanceOf(expected);
  }

  @ParameterizedTest
  @CsvSource({"RATE_LIMITED", "CIRCUIT_OPEN", "VALIDATION_FAILED", "AUTHZ_DENIED"})
  void theExceptionSaysWhatTheRefusalSaid(Decision decision) {
    MessageRejectedException e = rejection(decision, Duration.ofSeconds(3)).toException();
    assertThat(e.decision()).isEqualTo(decision);
    assertThat(e.reason()).isEqualTo("rule 3");
    assertThat(e.retryAfter()).contains(Duration.ofSeconds(3));
    assertThat(e)
        .hasMessage("message 0193 of type t to echo was refused: " + decision + " (rule 3)");
  }

  @Test
  void aDelayThatIsNotKnownIsEmpty() {
    assertThat(rejection(Decision.HELD, null).retryAfter()).isEmpty();
    assertThat(rejection(Decision.HELD, null).toException().retryAfter()).isEmpty();
  }

  @Test
  void violationsComeWithTheValidationException() {
    List<String> violations = new ArrayList<>(List.of("hello: must not be blank"));
    Rejection rejection =
        new Rejection("m", "echo", "t", Decision.VALIDATION_FAILED, "r", null, violations);
    violations.clear();
    assertThat(((PayloadValidationException) rejection.toException()).violations())
        .containsExactly("hello: must not be blank");
  }

  private static Rejection rejection(Decision decision, Duration delay) {
    return new Rejection("0193", "echo", "t", decision, "rule 3", delay, List.of());
  }
}
