package io.mas.gateway.check;

import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCheckTest {
  private static final long DRIFT = 300_000;

  private final TestAgent a = TestAgent.named("a");
  private final Check check = new EnvelopeCheck(Duration.ofMillis(DRIFT));

  private Verdict verdict(Submission submission) {
    return check.evaluate(submission, Views.of(a.ledger(0)));
  }

  private static Verdict invalid(String reason) {
    return Verdict.refuse(Decision.INVALID_MESSAGE, reason);
  }

  @Test
  void aMessageThatBearsAnotherSendersNameIsInvalid() {
    assertThat(verdict(a.send("c").sender("b").submitted(null)))
        .isEqualTo(invalid("the sender is not the agent whose outbox it lies in"));
  }

  @Test
  void nobodySendsUnderTheNameOfTheGateway() {
    TestAgent impostor = TestAgent.named(Names.SYSTEM_AGENT);
    assertThat(verdict(impostor.send("b").submitted(null)))
        .isEqualTo(invalid("the name mas is the gateway's"));
  }

  @Test
  void agentsSendNoRejections() {
    assertThat(verdict(a.message(Kind.REJECTION, "b").submitted(null)))
        .isEqualTo(invalid("agents send no rejections"));
  }

  @ParameterizedTest
  @EnumSource(names = "REJECTION", mode = EnumSource.Mode.EXCLUDE)
  void takesAPayloadUpToItsBoundAndNotAByteMore(Kind kind) {
    int limit = kind == Kind.DEAD ? 2 * Json.MAX_PAYLOAD_BYTES : Json.MAX_PAYLOAD_BYTES;
    Verdict tooLong = invalid("the payload must have 1 to " + limit + " bytes");
    assertThat(verdict(a.message(kind, "b").payload(new byte[limit]).submitted(null)))
        .isEqualTo(Verdict.PASS);
    assertThat(verdict(a.message(kind, "b").payload(new byte[limit + 1]).submitted(null)))
        .isEqualTo(tooLong);
    assertThat(verdict(a.message(kind, "b").payload(new byte[0]).submitted(null)))
        .isEqualTo(tooLong);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1000, true", "1001, false"})
  void anIdMayBeAheadByTheErrorOfASampleOfTheClock(long ahead, boolean passes) {
    long entered = NOW + ahead;
    assertThat(verdict(a.send("b").timestamp(entered).submitted(entered + "-0", null)))
        .isEqualTo(passes ? Verdict.PASS : invalid("the entry's id is ahead of the clock"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18446744073709551615-18446744073709551615",
        "9223372036854775808-0",
        "9223372036854775807-18446744073709551615"
      })
  void anIdFarAheadIsInvalidWhateverTheTimestamp(String entryId) {
    for (long timestamp : new long[] {0, NOW, Long.MAX_VALUE}) {
      assertThat(verdict(a.send("b").timestamp(timestamp).submitted(entryId, null)))
          .isEqualTo(invalid("the entry's id is ahead of the clock"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-300000, true",
    "300000, true",
    "-300001, false",
    "300001, false",
    "-1800000000000, false",
    "9223370236854775807, false"
  })
  void theTimestampMustFitTheTimeOfEntry(long off, boolean passes) {
    assertThat(verdict(a.send("b").timestamp(NOW + off).submitted(null)))
        .isEqualTo(
            passes
                ? Verdict.PASS
                : invalid("the timestamp is more than 300 s from the time it entered the outbox"));
  }

  @Test
  void aBacklogIsJudgedByWhenItEntered() {
    long weekAgo = NOW - Duration.ofDays(7).toMillis();
    assertThat(verdict(a.send("b").timestamp(weekAgo).submitted(weekAgo + "-0", null)))
        .isEqualTo(Verdict.PASS);
    assertThat(verdict(a.send("b").timestamp(NOW).submitted(weekAgo + "-0", null)).decision())
        .isEqualTo(Decision.INVALID_MESSAGE);
    assertThat(verdict(a.send("b").timestamp(weekAgo).submitted(NOW + "-0", null)).decision())
        .isEqualTo(Decision.INVALID_MESSAGE);
  }
}
