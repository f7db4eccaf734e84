package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.protocol.TurnReport;
import io.mas.protocol.TurnReport.Trial;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnReportsTest {
  private static final long T = 1_700_000_000_000L;

  private final List<TurnReport> sent = new ArrayList<>();
  private Outcome outcome = Outcome.DONE;
  private long now = T;
  private final TurnReports reports =
      new TurnReports(
          "echo/i1",
          report -> {
            sent.add(report);
            return CompletableFuture.completedFuture(outcome);
          },
          () -> now);

  /** A request whose sender waits for 300 ms. */
  private static Delivery request(Tries tries) {
    Messages greeter = new Messages("greeter", "i7", InstantSource.fixed(Instant.ofEpochMilli(T)));
    Outgoing asked = greeter.request(new UUID(1, 2), "echo", "greet", Map.of(), T + 300);
    return new Delivery(
        1,
        Settlement.Source.INBOX,
        "5-0",
        asked.envelope(),
        new byte[0],
        asked.payload(),
        null,
        "",
        tries);
  }

  private static Delivery request() {
    return request(Tries.NONE);
  }

  @Test
  void whatIsHandledInTimeIsNotTold() {
    reports.begins(request());
    now += 300;
    assertThat(reports.ends(request())).isFalse();
    reports.settled(request());
    reports.look();
    assertThat(sent).isEmpty();
  }

  @Test
  void theFirstFailureIsToldAtOnceAndTheRestOnceInASecond() {
    reports.failed(request(), false);
    assertThat(sent).containsExactly(new TurnReport(1, 0, Map.of()));
    reports.failed(request(), false);
    reports.failed(request(), false);
    now += 999;
    reports.look();
    assertThat(sent).hasSize(1);
    now += 1;
    reports.look();
    assertThat(sent).hasSize(2).last().isEqualTo(new TurnReport(2, 0, Map.of()));
    now += 5_000;
    reports.look();
    assertThat(sent).hasSize(2);
  }

  @Test
  void aMessageFailsOnceHoweverOftenItIsTried() {
    reports.failed(request(Tries.NONE.failed(T)), false);
    reports.failed(request(), true); // of a dead letter the gateway learns anyway
    assertThat(sent).isEmpty();
  }

  @Test
  void aHandlerThatTakesTooLongIsToldOfOnceWhetherItEndsOrNot() {
    reports.begins(request());
    now += TurnReports.SLOW_MILLIS - 1;
    reports.look();
    assertThat(sent).isEmpty();
    now += 1;
    reports.look();
    reports.look();
    assertThat(reports.ends(request())).isTrue();
    now += 2_000;
    reports.look();
    assertThat(sent).containsExactly(new TurnReport(0, 1, Map.of()));
  }

  @Test
  void howAMessageOfATrialEndsIsAlwaysTold() {
    Delivery tried = request().ofTrial("7");
    reports.settled(tried);
    now += 1_000;
    reports.failed(tried, true);
    now += 1_000;
    reports.begins(tried);
    now += 1_000;
    assertThat(reports.ends(tried)).isTrue();
    assertThat(sent)
        .containsExactly(
            new TurnReport(0, 0, Map.of("7", new Trial(1, 0))),
            new TurnReport(0, 0, Map.of("7", new Trial(0, 1))),
            new TurnReport(0, 1, Map.of("7", new Trial(0, 1))));
  }

  @Test
  void whatFindsNoRoomIsToldLater() {
    outcome = Outcome.FULL;
    reports.failed(request(), false);
    outcome = Outcome.DONE;
    now += 1_000;
    reports.failed(request(), false);
    assertThat(sent).last().isEqualTo(new TurnReport(2, 0, Map.of()));
  }

  @Test
  void aClockThatIsSetBackSilencesNobody() {
    reports.failed(request(), false);
    now -= 3_600_000;
    reports.failed(request(), false);
    assertThat(sent).hasSize(2);
  }
}
