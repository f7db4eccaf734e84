package io.mas.gateway.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.protocol.TurnReport.Trial;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final long T = 1_800_000_000_000L;
  private static final BreakerRule RULE =
      BreakerRule.defaults().withThresholds(3, 2).withTimeout(Duration.ofSeconds(60));

  private static Circuit opened() {
    return Circuit.NEW.failed(3, T, RULE);
  }

  private static Circuit tried(Circuit circuit, int succeeded, int failed, long now) {
    return circuit.tried(Long.toString(circuit.opening()), new Trial(succeeded, failed), now, RULE);
  }

  @Test
  void opensAtItsThresholdAndSaysWhy() {
    Circuit two = Circuit.NEW.failed(1, T, RULE).failed(1, T + 1_000, RULE);
    assertThat(two.isOpen()).isFalse();
    Circuit three = two.failed(1, T + 2_000, RULE);
    assertThat(three.isOpen()).isTrue();
    assertThat(three.until()).isEqualTo(T + 62_000);
    assertThat(three.reason()).isEqualTo("3 failures within 300 s");
  }

  @Test
  void failuresThatHaveLeftTheWindowCountNoMore() {
    Circuit late = Circuit.NEW.failed(2, T, RULE).failed(2, T + 300_000, RULE);
    assertThat(late.isOpen()).isFalse();
    assertThat(late.failures().total()).isEqualTo(2);
  }

  @Test
  void whatFailsWhileItIsOpenSaysNothingNew() {
    Circuit open = opened();
    assertThat(open.failed(9, T + 1_000, RULE)).isEqualTo(open);
    assertThat(open.failed(9, T + 61_000, RULE)).isEqualTo(open);
  }

  @Test
  void isTriedWhenItsTimeIsOverAndNotBefore() {
    assertThat(opened().isTried(T + 59_999)).isFalse();
    assertThat(opened().isTried(T + 60_000)).isTrue();
    assertThat(tried(opened(), 2, 0, T + 59_999)).isEqualTo(opened());
  }

  @Test
  void closesAfterAsManySuccessesAsAreAskedFor() {
    Circuit once = tried(opened(), 1, 0, T + 60_000);
    assertThat(once.isOpen()).isTrue();
    assertThat(tried(once, 1, 0, T + 61_000)).isEqualTo(Circuit.NEW);
  }

  @Test
  void opensAnewAfterOneFailureOfItsTrialUnderAnotherName() {
    Circuit again = tried(opened(), 5, 1, T + 60_000);
    assertThat(again.until()).isEqualTo(T + 120_000);
    assertThat(again.opening()).isGreaterThan(opened().opening());
    assertThat(again.successes()).isZero();
  }

  @Test
  void aTrialOfAnotherOpeningSaysNothing() {
    Circuit again = tried(opened(), 0, 1, T + 60_000);
    String old = Long.toString(opened().opening());
    assertThat(again.tried(old, new Trial(2, 0), T + 120_000, RULE)).isEqualTo(again);
    assertThat(again.tried(old, new Trial(0, 2), T + 120_000, RULE)).isEqualTo(again);
    assertThat(Circuit.NEW.tried(old, new Trial(0, 2), T, RULE)).isEqualTo(Circuit.NEW);
  }

  @Test
  void openingsRiseThoughTheClockIsSetBack() {
    Circuit again = tried(new Circuit(T, T - 60_000, 0, "", Failures.NONE), 0, 1, T - 1_000);
    assertThat(again.opening()).isEqualTo(T + 1);
  }

  @Test
  void opensWhenMessagesWaitTooLongAlsoWhileItIsTried() {
    BreakerRule rule = RULE.withMaxBacklogAge(Duration.ofSeconds(30));
    Duration age = Duration.ofSeconds(31);
    assertThat(Circuit.NEW.behind(Duration.ofSeconds(30), T, rule)).isEqualTo(Circuit.NEW);
    assertThat(Circuit.NEW.behind(age, T, RULE)).isEqualTo(Circuit.NEW);
    Circuit open = Circuit.NEW.behind(age, T, rule);
    assertThat(open.reason()).isEqualTo("its oldest message waits for 31 s");
    assertThat(open.behind(age, T + 59_999, rule)).isEqualTo(open);
    assertThat(open.behind(age, T + 60_000, rule).until()).isEqualTo(T + 120_000);
  }

  @Test
  void whatWasResetCountsNoMore() {
    assertThat(opened().after(T)).isEqualTo(Circuit.NEW);
    assertThat(opened().after(T - 1)).isEqualTo(opened());
    Circuit two = Circuit.NEW.failed(1, T, RULE).failed(1, T + 100_000, RULE);
    assertThat(two.after(T + 50_000).failures().total()).isEqualTo(1);
  }

  @Test
  void isForgottenWhenItsFailuresHaveLeftTheWindow() {
    Circuit one = Circuit.NEW.failed(1, T, RULE);
    assertThat(one.settled(T + 290_000, RULE)).isEqualTo(one);
    assertThat(one.settled(T + 300_000, RULE)).isEqualTo(Circuit.NEW);
  }

  @Test
  void isReadAsItWasWritten() {
    Circuit counting = Circuit.NEW.failed(1, T, RULE).failed(1, T + 100_000, RULE);
    for (Circuit each : new Circuit[] {Circuit.NEW, opened(), counting}) {
      assertThat(CircuitText.parse(CircuitText.of(each))).isEqualTo(each);
    }
    assertThat(CircuitText.of(Circuit.NEW)).isEmpty();
  }
}
