package io.mas.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private static final long T = 1_800_000_000_000L;

  private Levels levels = new Levels();
  private final Portions portions = new Portions();
  private LimitRules rules = LimitRules.NONE;

  private void limits(Limits limits) {
    rules = LimitRules.of(limits);
  }

  private Taken take(String sender, String type, String target, long now) {
    return new Limiter(rules, levels, portions).take(sender, type, target, now);
  }

  private Taken take(long now) {
    return take("a", "greeting", "b", now);
  }

  private int passing(long now) {
    int passed = 0;
    while (take(now).outcome() == Taken.Outcome.PASSED) {
      passed++;
    }
    return passed;
  }

  /** What is kept, as the commits would have left it. */
  private Map<String, byte[]> kept() {
    Map<String, byte[]> kept = new HashMap<>();
    levels.drain(
        (field, value) -> {
          if (!value.isEmpty()) {
            kept.put(field, value.getBytes(StandardCharsets.UTF_8));
          }
        });
    return kept;
  }

  @Test
  void withoutLimitsAllPasses() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(take(T)).isSameAs(Taken.PASSED);
    }
    assertThat(levels.size()).isZero();
  }

  @Test
  void refusesWhatIsOverTheBurstAndNamesTheLimit() {
    limits(Limits.ofEach(Limit.perMinute(100)));
    assertThat(passing(T)).isEqualTo(100);
    assertThat(take(T))
        .isEqualTo(new Taken(Taken.Outcome.REFUSED, "agent a: 100 per minute", 600, List.of()));
    assertThat(take("c", "greeting", "b", T)).isSameAs(Taken.PASSED);
  }

  @Test
  void isTrueToTheMillisecond() {
    limits(Limits.ofEach(Limit.perMinute(7).withBurst(2)));
    assertThat(passing(T)).isEqualTo(2);
    long delay = take(T).delayMillis();
    assertThat(delay).isEqualTo(8_572);
    assertThat(take(T + delay - 1).delayMillis()).isEqualTo(1);
    assertThat(take(T + delay)).isSameAs(Taken.PASSED);
  }

  @Test
  void theHourBindsWhenTheMinuteDoesNotAnyMore() {
    limits(Limits.ofEach(Limit.perMinute(100).andPerHour(150)));
    assertThat(passing(T)).isEqualTo(100);
    assertThat(passing(T + 60_000)).isEqualTo(52); // 2 of them have come in since
    assertThat(take(T + 60_000).reason()).isEqualTo("agent a: 150 per hour");
  }

  @Test
  void anAgentsOwnLimitStandsInPlaceOfThatOfAll() {
    limits(
        Limits.ofEach(Limit.perMinute(1)).withAgents(Map.of("a", Limit.perHour(5).withBurst(3))));
    assertThat(passing(T)).isEqualTo(3);
    assertThat(take(T).delayMillis()).isEqualTo(720_000);
  }

  @Test
  void aTypeIsCountedForEachSender() {
    limits(Limits.NONE.withTypes(Map.of("greeting", Limit.perMinute(2))));
    assertThat(passing(T)).isEqualTo(2);
    assertThat(take(T).reason()).isEqualTo("type greeting of agent a: 2 per minute");
    assertThat(take("a", "other", "b", T)).isSameAs(Taken.PASSED);
    assertThat(take("c", "greeting", "b", T)).isSameAs(Taken.PASSED);
  }

  @Test
  void takesOfAllLimitsOrOfNone() {
    limits(
        Limits.ofEach(Limit.perMinute(4))
            .withTypes(Map.of("greeting", Limit.perMinute(2), "b", Limit.perMinute(9))));
    assertThat(passing(T)).isEqualTo(2);
    for (int i = 0; i < 10; i++) {
      assertThat(take(T).outcome()).isEqualTo(Taken.Outcome.REFUSED);
    }
    assertThat(take("a", "other", "b", T)).isSameAs(Taken.PASSED);
    assertThat(take("a", "other", "b", T)).isSameAs(Taken.PASSED);
    assertThat(take("a", "other", "b", T).reason()).isEqualTo("agent a: 4 per minute");
  }

  @Test
  void saysWhenTheSameMessagePassesAllLimits() {
    limits(
        Limits.ofEach(Limit.perMinute(60).withBurst(1))
            .withTypes(Map.of("greeting", Limit.perMinute(30).withBurst(1))));
    assertThat(take(T)).isSameAs(Taken.PASSED);
    Taken refused = take(T);
    assertThat(refused.delayMillis()).isEqualTo(2_000);
    assertThat(refused.reason()).isEqualTo("type greeting of agent a: 30 per minute");
    assertThat(take(T + 1_999).delayMillis()).isEqualTo(1);
    assertThat(take(T + 2_000)).isSameAs(Taken.PASSED);
  }

  @Test
  void throttlesWhereEveryLimitThatStopsItDoes() {
    limits(
        Limits.ofEach(Limit.perMinute(60).withBurst(1).throttling())
            .withTypes(Map.of("greeting", Limit.perMinute(30).withBurst(2))));
    assertThat(take(T)).isSameAs(Taken.PASSED);
    assertThat(take(T))
        .isEqualTo(new Taken(Taken.Outcome.HELD, "agent a: 60 per minute", 1_000, List.of()));
    assertThat(take(T + 1_000)).isSameAs(Taken.PASSED);
    Taken refused = take(T + 1_000);
    assertThat(refused.outcome()).isEqualTo(Taken.Outcome.REFUSED);
    assertThat(refused.reason()).isEqualTo("type greeting of agent a: 30 per minute");
    assertThat(refused.delayMillis()).isEqualTo(1_000);
  }

  @Test
  void aLimitInShadowModeOnlySaysWhatItWouldHaveDone() {
    limits(
        Limits.ofEach(Limit.perMinute(60).withBurst(1).shadow())
            .withTypes(Map.of("greeting", Limit.perMinute(60).withBurst(3))));
    assertThat(take(T)).isSameAs(Taken.PASSED);
    for (int i = 0; i < 2; i++) {
      assertThat(take(T))
          .isEqualTo(new Taken(Taken.Outcome.PASSED, "", 0, List.of("agent a: 60 per minute")));
    }
    // what passed in spite of it has taken nothing of it, but of the other
    assertThat(take(T).reason()).isEqualTo("type greeting of agent a: 60 per minute");
    assertThat(take(T + 1_000)).isSameAs(Taken.PASSED);
  }

  @Test
  void goesOnWhereItWasAfterATakeover() {
    limits(
        Limits.ofEach(Limit.perMinute(10).andPerHour(12))
            .withTypes(Map.of("greeting", Limit.perMinute(7))));
    assertThat(passing(T)).isEqualTo(7);
    assertThat(take("a", "other", "b", T + 1_234)).isSameAs(Taken.PASSED);
    Map<String, byte[]> kept = kept();
    assertThat(kept).containsOnlyKeys("a", "a:greeting");
    levels = Levels.read(kept, rules, T + 2_000);
    assertThat(take(T + 2_000).delayMillis()).isEqualTo(6_572);
    assertThat(take("a", "other", "b", T + 2_000)).isSameAs(Taken.PASSED);
    assertThat(take("a", "other", "b", T + 2_000)).isSameAs(Taken.PASSED);
    assertThat(take("a", "other", "b", T + 2_000).delayMillis()).isEqualTo(4_000);
  }

  @Test
  void writesOnlyWhatHasChanged() {
    limits(Limits.ofEach(Limit.perMinute(10)));
    take("a", "x", "b", T);
    take("c", "x", "b", T);
    assertThat(kept()).containsOnlyKeys("a", "c");
    take("c", "x", "b", T);
    take("c", "x", "b", T);
    assertThat(kept()).containsOnlyKeys("c");
    assertThat(kept()).isEmpty();
  }

  @Test
  void forgetsWhatIsFullAgain() {
    limits(Limits.ofEach(Limit.perMinute(10)).withTypes(Map.of("greeting", Limit.perMinute(60))));
    take(T);
    take("c", "greeting", "b", T + 1);
    assertThat(kept()).hasSize(4);
    Map<String, String> settled = new HashMap<>();
    levels.settle(T + 6_000, settled::put);
    assertThat(settled).isEqualTo(Map.of("a", "", "a:greeting", "", "c:greeting", ""));
    assertThat(levels.size()).isEqualTo(1);
    settled.clear();
    levels.settle(T + 6_001, settled::put);
    assertThat(settled).isEqualTo(Map.of("c", ""));
    assertThat(levels.size()).isZero();
  }

  @Test
  void forgetsWhatIsUnderNoLimitAnyMore() {
    limits(Limits.ofEach(Limit.perMinute(10)));
    take(T);
    levels = Levels.read(kept(), LimitRules.NONE, T);
    Map<String, String> settled = new HashMap<>();
    levels.settle(T, settled::put);
    assertThat(settled).isEqualTo(Map.of("a", ""));
    settled.clear();
    levels.settle(T, settled::put);
    assertThat(settled).isEmpty();
  }

  @Test
  void whatWasUsedCountsUnderAChangedLimit() {
    limits(Limits.ofEach(Limit.perMinute(10)));
    assertThat(passing(T)).isEqualTo(10);
    limits(Limits.ofEach(Limit.perMinute(30)));
    assertThat(passing(T)).isEqualTo(20);
    limits(Limits.ofEach(Limit.perMinute(6).andPerHour(100)));
    assertThat(take(T).delayMillis()).isEqualTo(10_000);
  }

  @Test
  void aLimitLimitsSomething() {
    assertThatThrownBy(() -> Limit.perMinute(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a limit lets at least 1 message pass, not 0");
    assertThatThrownBy(
            () ->
                new Limit(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.of(3),
                    OnLimit.REJECT,
                    io.mas.gateway.policy.Mode.ENFORCE))
        .hasMessage("a limit has a number per minute or per hour, or both");
  }
}
