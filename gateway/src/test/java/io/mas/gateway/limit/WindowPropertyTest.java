package io.mas.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the pattern of use, and however often the owner changes. */
class WindowPropertyTest {
  private static final long T = 1_800_000_000_000L;

  private Levels levels = new Levels();

  @Property(tries = 500)
  void noWindowAdmitsMoreThanTheBurstAndWhatTheRateGives(
      @ForAll @IntRange(min = 1, max = 100_000) int perMinute,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @Size(min = 1, max = 120) List<@IntRange(min = 0, max = 5_000) Integer> pauses,
      @ForAll @IntRange(min = 1, max = 40) int takeoverEach) {
    LimitRules rules = LimitRules.of(Limits.ofEach(Limit.perMinute(perMinute).withBurst(burst)));
    levels = new Levels();
    List<Long> admitted = new ArrayList<>();
    long now = T;
    for (int i = 0; i < pauses.size(); i++) {
      now += pauses.get(i);
      if (i % takeoverEach == 0) {
        takeOver(rules, now);
      }
      Taken taken = take(rules, now);
      while (taken.outcome() == Taken.Outcome.PASSED && admitted.size() < 400) {
        admitted.add(now);
        taken = take(rules, now);
      }
      if (taken.outcome() == Taken.Outcome.REFUSED) {
        assertThat(taken.delayMillis()).isPositive();
        now += taken.delayMillis() - 1;
        assertThat(take(rules, now).outcome()).isEqualTo(Taken.Outcome.REFUSED);
        now++;
        assertThat(take(rules, now).outcome()).isEqualTo(Taken.Outcome.PASSED);
        admitted.add(now);
      }
    }
    for (int from = 0; from < admitted.size(); from++) {
      for (int to = from; to < admitted.size(); to++) {
        double most = burst + (admitted.get(to) - admitted.get(from)) * (perMinute / 60_000.0);
        assertThat((double) (to - from + 1)).isLessThanOrEqualTo(most + 1e-3);
      }
    }
  }

  private Taken take(LimitRules rules, long now) {
    return new Limiter(rules, levels, new Portions()).take("a", "t", "b", now);
  }

  private void takeOver(LimitRules rules, long now) {
    Map<String, byte[]> kept = new HashMap<>();
    levels.drain((field, value) -> kept.put(field, value.getBytes(StandardCharsets.UTF_8)));
    if (!kept.isEmpty()) {
      levels = Levels.read(kept, rules, now);
    }
  }
}
