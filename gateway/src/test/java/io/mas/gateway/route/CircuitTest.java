package io.mas.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.Rejection;
import io.mas.gateway.breaker.Board;
import io.mas.gateway.breaker.BreakerPermits;
import io.mas.gateway.breaker.BreakerRule;
import io.mas.gateway.breaker.Breakers;
import io.mas.gateway.limit.Limit;
import io.mas.gateway.limit.Limits;
import io.mas.protocol.DeadLetter;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import io.mas.protocol.Refusal;
import io.mas.protocol.TurnReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an agent says of its turns, and what a batch makes of it. */
class CircuitTest {
  private final Desk desk = new Desk();

  @BeforeEach
  void withBreakers() {
    desk.breakers = Breakers.ofEach(BreakerRule.defaults());
    desk.next();
  }

  private ParsedCommit report(TurnReport report, int number) {
    return desk.decide(
        "b",
        desk.b
            .message(Kind.REPORT, Names.SYSTEM_AGENT)
            .type("mas.report")
            .payload(report.toBytes())
            .sequence(number)
            .at(Desk.id(number)));
  }

  @Test
  void countsWhatAnAgentReportsOfItself() {
    List<List<String>> written = report(new TurnReport(2, 1, Map.of()), 1).circuits();
    assertThat(written).hasSize(1);
    assertThat(written.get(0).get(0)).isEqualTo("b");
    assertThat(written.get(0).get(1)).startsWith("c ").endsWith("*3");
  }

  @Test
  void opensAtTheThresholdWithTheCommitThatTellsOfIt() {
    report(new TurnReport(2, 0, Map.of()), 1);
    ParsedCommit commit = report(new TurnReport(3, 0, Map.of()), 2);
    assertThat(commit.circuits().get(1).get(1))
        .isEqualTo("o %d %d 0 5 failures within 300 s".formatted(desk.now, desk.now + 60_000));
  }

  @Test
  void aReportThatIsNoneIsRefusedAndCountsNothing() {
    desk.decide(
        "b",
        desk.b
            .message(Kind.REPORT, Names.SYSTEM_AGENT)
            .type("mas.report")
            .payload("{\"failed\": -1}".getBytes(UTF_8))
            .at(Desk.id(1)));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE");
    assertThat(desk.committed().circuits()).isEmpty();
    assertThat(desk.committed().notices()).isEmpty();
  }

  @Test
  void withoutBreakersNothingIsCounted() {
    desk.breakers = Breakers.NONE;
    desk.next();
    assertThat(report(new TurnReport(9, 9, Map.of()), 1).circuits()).isEmpty();
    assertThat(desk.decisions()).containsExactly("ALLOWED");
  }

  private ParsedCommit buried(Decision decision) {
    DeadLetter letter =
        new DeadLetter(decision, "a cause", 5, new byte[0], new byte[] {1}, desk.now, desk.now);
    return desk.decide(
        "b", desk.b.message(Kind.DEAD, "b").type("work").payload(letter.toBytes()).at(Desk.id(1)));
  }

  @Test
  void aMessageThatWasGivenUpCounts() {
    assertThat(buried(Decision.HANDLER_FAILED).circuits()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALIDATION_FAILED", "EXPIRED", "UNDECODABLE", "UNSEALED"})
  void whatIsNotItsHandlersFailureDoesNot(Decision decision) {
    assertThat(buried(decision).circuits()).isEmpty();
  }

  private void opened(long until) {
    byte[] text = ("o 7 " + until + " 0 5 failures within 300 s").getBytes(UTF_8);
    desk.board = Board.EMPTY.with(0, Map.of("b", text));
    desk.next();
  }

  private long decide(int number, Kind kind) {
    return desk.batch.decide(
        Intake.of("a", desk.a.message(kind, "b").sequence(number).at(Desk.id(number))));
  }

  @Test
  void theSenderLearnsThatItIsOpenAndUntilWhen() throws Exception {
    opened(desk.now + 9_000);
    decide(1, Kind.REQUEST);
    Rejection told = Refusal.read(desk.committed().notices().get(0).payload());
    assertThat(told.decision()).isEqualTo(Decision.CIRCUIT_OPEN);
    assertThat(told.reason()).isEqualTo("the circuit of b is open: 5 failures within 300 s");
    assertThat(told.retryAfter()).contains(Duration.ofSeconds(9));
  }

  @Test
  void whatItRefusesTakesNoTokenOfALimit() {
    desk.limits = Limits.ofEach(Limit.perHour(1));
    opened(desk.now + 9_000);
    decide(1, Kind.SEND);
    desk.board = Board.EMPTY;
    desk.next();
    decide(2, Kind.SEND);
    assertThat(desk.decisions()).containsExactly("ALLOWED");
  }

  @Test
  void whileItIsTriedAMessageWaitsForItsPermitAndPassesForTheTrial() {
    opened(desk.now);
    assertThat(decide(1, Kind.SEND)).isPositive();
    assertThat(desk.plan.isEmpty()).isTrue();
    permit();
    assertThat(decide(1, Kind.SEND)).isZero();
    assertThat(desk.batch.outbound().get(0).trial()).isEqualTo("7");
  }

  @Test
  void whatALimitRefusesTakesNoPermit() {
    desk.limits = Limits.NONE.withTypes(Map.of("greeting", Limit.perHour(1)));
    opened(desk.now);
    assertThat(decide(1, Kind.SEND)).isPositive();
    permit();
    desk.batch.decide(
        Intake.of("a", desk.a.message(Kind.SEND, "b").type("greeting").at(Desk.id(1))));
    permit();
    desk.batch.decide(
        Intake.of("a", desk.a.message(Kind.SEND, "b").type("greeting").sequence(2).at(Desk.id(2))));
    desk.batch.decide(
        Intake.of("a", desk.a.message(Kind.SEND, "b").type("other").sequence(3).at(Desk.id(3))));
    assertThat(desk.decisions()).containsExactly("ALLOWED", "RATE_LIMITED", "ALLOWED");
  }

  /** Gives the gateway one permit of the trial, as Redis would. */
  private void permit() {
    BreakerPermits.give(desk.permits, "b", 7, BreakerRule.defaults(), desk.now);
  }
}
