package io.mas.gateway.route;

import static io.mas.gateway.route.Desk.id;
import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.Rejection;
import io.mas.gateway.sample.Draft;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Kind;
import io.mas.protocol.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of an inbox that may hold 100. */
class BackpressureTest {
  private final Desk desk = new Desk();

  private Entry[] messages(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> desk.a.send("b").sequence(i + 1).at(id(i)))
        .toArray(Entry[]::new);
  }

  private long passed() {
    return desk.decisions().stream().filter("ALLOWED"::equals).count();
  }

  @Test
  void theLimitIsExactWithinABatch() {
    desk.backlogs.saw("b", 95, 0, NOW);
    desk.decide(messages(0, 8));
    assertThat(passed()).isEqualTo(5);
    assertThat(desk.decisions().subList(5, 8)).containsOnly("BACKPRESSURE");
    assertThat(desk.batch.outbound()).hasSize(5);
    assertThat(desk.committed().deadLetters()).hasSize(3);
  }

  @Test
  void theNextBatchCountsFromWhatTheDeliveryHasFound() {
    desk.decide(messages(0, 100));
    assertThat(passed()).isEqualTo(100);
    desk.backlogs.saw("b", 98, 100, NOW);
    desk.next().decide(messages(100, 4));
    assertThat(passed()).isEqualTo(2);
  }

  @Test
  void theSenderIsToldWhenToTryAgain() throws Exception {
    desk.backlogs.saw("b", 100, 0, NOW);
    Draft refused = desk.a.message(Kind.REQUEST, "b");
    ParsedCommit commit = desk.decide(refused.at(id(0)));
    Rejection told = Refusal.read(commit.notices().get(0).payload());
    assertThat(told.decision()).isEqualTo(Decision.BACKPRESSURE);
    assertThat(told.messageId()).isEqualTo(refused.id().toString());
    assertThat(told.retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(told.toException().retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(told.reason()).isEqualTo("100 messages wait for b, and max_backlog is 100");
  }

  @Test
  void whatIsLateIsRefusedAsLate() {
    desk.backlogs.saw("b", 100, 0, NOW);
    desk.decide(desk.a.send("b").deadline(NOW - 1).at(id(0)));
    assertThat(desk.decisions()).isEqualTo(List.of("EXPIRED"));
    assertThat(desk.committed().notices()).hasSize(1);
    assertThat(desk.committed().deadLetters()).hasSize(1);
  }
}
