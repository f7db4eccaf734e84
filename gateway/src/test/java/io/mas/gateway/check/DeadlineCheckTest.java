package io.mas.gateway.check;

import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.policy.Mode;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadlineCheckTest {
  private final TestAgent a = TestAgent.named("a");
  private final Check check = new DeadlineCheck();

  private Verdict verdict(Kind kind, long deadline) {
    return check.evaluate(
        a.message(kind, "b").deadline(deadline).submitted(null), Views.of(a.ledger(0)));
  }

  @ParameterizedTest
  @EnumSource(names = {"SEND", "REQUEST"})
  void whatIsLateIsExpiredAndIsTold(Kind kind) {
    assertThat(verdict(kind, NOW - 250))
        .isEqualTo(Verdict.refuse(Decision.EXPIRED, "its deadline had passed 250 ms before"));
    assertThat(verdict(kind, 1).decision()).isEqualTo(Decision.EXPIRED);
  }

  @ParameterizedTest
  @EnumSource(names = {"SEND", "REQUEST"})
  void whatIsInTimeOrHasNoEndPasses(Kind kind) {
    assertThat(verdict(kind, NOW)).isEqualTo(Verdict.PASS);
    assertThat(verdict(kind, Long.MAX_VALUE)).isEqualTo(Verdict.PASS);
    assertThat(verdict(kind, 0)).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SEND", "REQUEST"})
  void nothingElseExpires(Kind kind) {
    assertThat(verdict(kind, 1)).isEqualTo(Verdict.PASS);
  }

  @Test
  void isAskedAfterThePermission() {
    Decider decider = Decider.standard(java.time.Duration.ofMinutes(5), 100, Mode.ENFORCE);
    TestAgent b = TestAgent.named("b");
    Submission late = a.send("b").deadline(1).submitted(b.principal());
    assertThat(decider.decide(late, Views.of(a.ledger(0))).decision())
        .isEqualTo(Decision.AUTHZ_DENIED);
    Ruling ruling = decider.decide(late, Views.of(a.ledger(0), Views.allowing("a", "b")));
    assertThat(ruling.decision()).isEqualTo(Decision.EXPIRED);
    assertThat(decider.authenticated(ruling)).isTrue();
  }
}
