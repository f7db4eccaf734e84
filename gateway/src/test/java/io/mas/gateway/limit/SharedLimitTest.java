package io.mas.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedLimitTest {
  private static final long T = 1_800_000_000_000L;

  private final Levels levels = new Levels();
  private final Portions portions = new Portions();

  private Taken take(Limits limits, String sender, String target, long now) {
    return new Limiter(LimitRules.of(limits), levels, portions).take(sender, "t", target, now);
  }

  private void fill(int tokens, long more) {
    portions
        .all()
        .forEach(
            portion -> {
              assertThat(portion.order(T)).isPositive();
              portion.filled(tokens, more);
            });
  }

  @Test
  void isCountedForAllSendersTogether() {
    Limits limits = Limits.NONE.withTargets(Map.of("b", Limit.perMinute(60)));
    assertThat(take(limits, "a", "b", T).outcome()).isEqualTo(Taken.Outcome.HELD);
    fill(2, T + 400);
    assertThat(take(limits, "a", "b", T)).isSameAs(Taken.PASSED);
    assertThat(take(limits, "c", "b", T)).isSameAs(Taken.PASSED);
    Taken refused = take(limits, "d", "b", T);
    assertThat(refused.outcome()).isEqualTo(Taken.Outcome.REFUSED);
    assertThat(refused.reason()).isEqualTo("target b: 60 per minute");
    assertThat(refused.delayMillis()).isEqualTo(400);
    assertThat(take(limits, "d", "other", T)).isSameAs(Taken.PASSED);
  }

  @Test
  void whatIsNotKnownYetIsLookedAtAgainSoon() {
    Limits limits = Limits.NONE.withGlobal(Limit.perHour(9));
    Taken held = take(limits, "a", "b", T);
    assertThat(held.outcome()).isEqualTo(Taken.Outcome.HELD);
    assertThat(held.delayMillis()).isEqualTo(2);
  }

  @Test
  void aRefusalOfOneTakesNothingOfTheOther() {
    Limits limits =
        Limits.ofEach(Limit.perMinute(60))
            .withTargets(Map.of("b", Limit.perMinute(60)))
            .withGlobal(Limit.perMinute(60).withBurst(1));
    take(limits, "a", "b", T);
    fill(1, T + 1_000);
    assertThat(take(limits, "a", "other", T)).isSameAs(Taken.PASSED);
    Taken refused = take(limits, "a", "b", T);
    assertThat(refused.reason()).isEqualTo("all messages: 60 per minute");
    assertThat(portions.of("b", LimitRules.of(limits).target("b")).delay(T)).isZero();
  }

  @Test
  void whatASenderMayNotSendAnywayUsesNothingUp() {
    Limits limits =
        Limits.ofEach(Limit.perMinute(60).withBurst(1)).withTargets(Map.of("b", Limit.perHour(9)));
    assertThat(take(limits, "a", "other", T)).isSameAs(Taken.PASSED);
    assertThat(take(limits, "a", "b", T).reason()).isEqualTo("agent a: 60 per minute");
    take(limits, "c", "b", T);
    fill(1, T + 400_000);
    for (int i = 0; i < 3; i++) {
      assertThat(take(limits, "a", "b", T).outcome()).isEqualTo(Taken.Outcome.REFUSED);
    }
    assertThat(take(limits, "c", "b", T)).isSameAs(Taken.PASSED);
    assertThat(take(limits, "a", "b", T).delayMillis()).isEqualTo(400_000);
  }

  @Test
  void inShadowModeItHoldsNothingUp() {
    Limits limits = Limits.NONE.withTargets(Map.of("b", Limit.perMinute(60).shadow()));
    assertThat(take(limits, "a", "b", T)).isEqualTo(Taken.PASSED);
    fill(0, T + 400);
    assertThat(take(limits, "a", "b", T).shadows()).containsExactly("target b: 60 per minute");
  }

  @Test
  void aReloadThatChangesNothingKeepsWhatIsHeld() {
    Limits limits = Limits.NONE.withTargets(Map.of("b", Limit.perMinute(60)));
    take(limits, "a", "b", T);
    fill(1, T);
    assertThat(take(limits, "a", "b", T)).isSameAs(Taken.PASSED);
    take(limits, "a", "b", T);
    fill(1, T);
    Limits other = limits.withTargets(Map.of("b", Limit.perMinute(61)));
    assertThat(take(other, "a", "b", T).outcome()).isEqualTo(Taken.Outcome.HELD);
  }
}
