package io.mas.gateway.route;

import static io.mas.gateway.route.Desk.id;
import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.Rejection;
import io.mas.gateway.limit.Limit;
import io.mas.gateway.limit.Limits;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import io.mas.protocol.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitTest {
  private static final Limit ONE = Limit.perMinute(60).withBurst(1);

  private final Desk desk = new Desk();

  private long decide(int number, Kind kind) {
    return desk.batch.decide(Intake.of("a", draft(number, kind).at(id(number))));
  }

  private io.mas.gateway.sample.Draft draft(int number, Kind kind) {
    return desk.a.message(kind, "b").sequence(number);
  }

  private void limits(Limits limits) {
    desk.limits = limits;
    desk.next();
  }

  @Test
  void theSenderLearnsWhichLimitAndAfterWhatTime() throws Exception {
    limits(Limits.ofEach(ONE));
    ParsedCommit commit =
        desk.decide(draft(1, Kind.SEND).at(id(1)), draft(2, Kind.REQUEST).at(id(2)));
    assertThat(desk.decisions()).containsExactly("ALLOWED", "RATE_LIMITED");
    Rejection told = Refusal.read(commit.notices().get(0).payload());
    assertThat(told.decision()).isEqualTo(Decision.RATE_LIMITED);
    assertThat(told.reason()).isEqualTo("agent a: 60 per minute");
    assertThat(told.retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(commit.cursor()).isEmpty(); // the owner's to add
    assertThat(desk.state.cursor("a")).isEqualTo(id(2));
  }

  @Test
  void whatIsThrottledIsNotDecidedAndLeavesNoTrace() {
    limits(Limits.ofEach(ONE.throttling()));
    assertThat(decide(1, Kind.SEND)).isZero();
    desk.next();
    assertThat(decide(2, Kind.SEND)).isEqualTo(1_000);
    assertThat(desk.plan.isEmpty()).isTrue();
    assertThat(desk.batch.senders()).isEmpty();
    assertThat(desk.batch.outbound()).isEmpty();
    assertThat(desk.state.cursor("a")).isEqualTo(id(1));
    desk.now = NOW + 1_000;
    desk.next();
    assertThat(decide(2, Kind.SEND)).isZero();
    assertThat(desk.decisions()).containsExactly("ALLOWED");
    assertThat(desk.state.cursor("a")).isEqualTo(id(2));
  }

  @Test
  void whatIsThrottledExpiresAtItsTime() {
    limits(Limits.ofEach(ONE.throttling()));
    assertThat(decide(1, Kind.SEND)).isZero();
    var late = draft(2, Kind.REQUEST).deadline(NOW + 300).at(id(2));
    assertThat(desk.batch.decide(Intake.of("a", late))).isEqualTo(301);
    desk.now = NOW + 301;
    desk.next().decide(late);
    assertThat(desk.decisions()).containsExactly("EXPIRED");
  }

  @Test
  void onlyWhatAgentsSendAndRequestOfEachOtherCounts() {
    limits(Limits.ofEach(ONE));
    for (int i = 1; i <= 3; i++) {
      desk.decide(
          desk.a
              .message(Kind.REQUEST, Names.SYSTEM_AGENT)
              .type("mas.discover")
              .sequence(i)
              .at(id(i)));
    }
    desk.decide(draft(4, Kind.SEND).at(id(4)), desk.a.leave().sequence(5).at(id(5)));
    assertThat(desk.decisions()).containsOnly("ALLOWED").hasSize(5);
  }

  @Test
  void whatIsRefusedForAnotherReasonTakesNothing() {
    limits(Limits.ofEach(ONE));
    desk.decide(
        desk.a.send("c").sequence(1).at(id(1)),
        draft(2, Kind.SEND).deadline(NOW - 1).at(id(2)),
        draft(3, Kind.SEND).at(id(3)));
    assertThat(desk.decisions()).containsExactly("AUTHZ_DENIED", "EXPIRED", "ALLOWED");
  }

  @Test
  void aLimitInShadowModeIsInTheAuditLogAlone() {
    limits(Limits.ofEach(ONE.shadow()));
    desk.decide(draft(1, Kind.SEND).at(id(1)), draft(2, Kind.SEND).at(id(2)));
    assertThat(desk.decisions()).containsOnly("ALLOWED");
    assertThat(desk.audited(0).path("shadow").toString()).doesNotContain("RATE_LIMITED");
    assertThat(desk.audited(1).toString()).contains("RATE_LIMITED", "agent a: 60 per minute");
  }

  @Test
  void theLevelsGoWithTheCommitOnceForEachSender() {
    limits(Limits.ofEach(Limit.perMinute(60)));
    desk.decide(draft(1, Kind.SEND).at(id(1)), draft(2, Kind.SEND).at(id(2)));
    Map<String, String> written = new HashMap<>();
    desk.state.levels().drain(written::put);
    assertThat(written).containsOnlyKeys("a");
    assertThat(written.get("a")).startsWith("m2.").hasSizeLessThan(17);
  }
}
