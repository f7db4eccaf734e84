package io.mas.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.sample.Draft;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BacklogCheckTest {
  private static final Duration LATER = Duration.ofMillis(700);

  private final TestAgent a = TestAgent.named("a");
  private final Check check = new BacklogCheck(10);

  private Verdict verdict(Draft message, long waiting) {
    View view =
        new View(
            Policy.compile(List.of()),
            Views.KEYS,
            a.ledger(0),
            TestAgent.NOW,
            new Backlog(waiting, LATER));
    return check.evaluate(message.submitted(null), view);
  }

  @ParameterizedTest
  @EnumSource(names = {"SEND", "REQUEST"})
  void refusesWhereTheInboxIsFullAndSaysWhenToTryAgain(Kind kind) {
    assertThat(verdict(a.message(kind, "b"), 10))
        .isEqualTo(
            Verdict.refuse(
                Decision.BACKPRESSURE, "10 messages wait for b, and max_backlog is 10", LATER));
    assertThat(verdict(a.message(kind, "b"), 9)).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SEND", "REQUEST"})
  void letsAnswersAndDeadLettersPass(Kind kind) {
    assertThat(verdict(a.message(kind, "b"), 1_000)).isEqualTo(Verdict.PASS);
  }

  @Test
  void letsWhatIsForTheGatewayPass() {
    assertThat(verdict(a.message(Kind.REQUEST, Names.SYSTEM_AGENT), 1_000)).isEqualTo(Verdict.PASS);
  }
}
