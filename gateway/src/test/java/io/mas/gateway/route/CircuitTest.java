package io.mas.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.breaker.BreakerRule;
import io.mas.gateway.breaker.Breakers;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import io.mas.protocol.TurnReport;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    List<List<String>> written = report(new TurnReport(2, 1, java.util.Map.of()), 1).circuits();
    assertThat(written).hasSize(1);
    assertThat(written.get(0).get(0)).isEqualTo("b");
    assertThat(written.get(0).get(1)).startsWith("c ").endsWith("*3");
  }

  @Test
  void opensAtTheThresholdWithTheCommitThatTellsOfIt() {
    report(new TurnReport(2, 0, java.util.Map.of()), 1);
    ParsedCommit commit = report(new TurnReport(3, 0, java.util.Map.of()), 2);
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
            .payload("{\"failed\": -1}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .at(Desk.id(1)));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE");
    assertThat(desk.committed().circuits()).isEmpty();
    assertThat(desk.committed().notices()).isEmpty();
  }

  @Test
  void withoutBreakersNothingIsCounted() {
    desk.breakers = Breakers.NONE;
    desk.next();
    assertThat(report(new TurnReport(9, 9, java.util.Map.of()), 1).circuits()).isEmpty();
    assertThat(desk.decisions()).containsExactly("ALLOWED");
  }
}
