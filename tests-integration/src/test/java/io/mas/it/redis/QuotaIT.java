package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the header of quota.lua says. */
class QuotaIT extends OnRealRedis {
  private static final String KEY = Keys.quotas(3);

  /** A rate so low that nothing comes in while a test runs: 10 at once, 10 in 1000 hours. */
  private static final List<Object> SLOW = List.of(1, 10, 10, 3_600_000_000L);

  private List<Long> ask(String name, int wanted, List<Object> rates) {
    List<Object> words = new ArrayList<>(List.of(name, wanted));
    words.addAll(rates);
    return link.callForList("mas_quota", List.of(KEY), arguments(words.toArray())).stream()
        .map(Long.class::cast)
        .toList();
  }

  private long now() {
    return link.time();
  }

  @Test
  void handsOutWhatIsThereAndNoMore() {
    assertThat(ask("b", 4, SLOW).get(0)).isEqualTo(4);
    assertThat(ask("b", 4, SLOW).get(0)).isEqualTo(4);
    assertThat(ask("b", 4, SLOW).get(0)).isEqualTo(2);
    assertThat(ask("b", 4, SLOW).get(0)).isZero();
    assertThat(ask("c", 4, SLOW).get(0)).isEqualTo(4);
  }

  @Test
  void saysWhenThereIsOneMore() {
    assertThat(ask("b", 9, SLOW).get(1)).isZero();
    long before = now();
    List<Long> last = ask("b", 1, SLOW);
    assertThat(last.get(1)).isBetween(before + 359_000_000L, now() + 360_000_000L);
  }

  @Test
  void takesBackWhatWasNotUsedButNeverMoreThanFits() {
    ask("b", 10, SLOW);
    assertThat(ask("b", -3, SLOW).get(0)).isZero();
    assertThat(ask("b", 10, SLOW).get(0)).isEqualTo(3);
    ask("b", -99, SLOW);
    assertThat(ask("b", 99, SLOW).get(0)).isEqualTo(10);
  }

  @Test
  void theSlowestOfSeveralRatesBinds() {
    List<Object> rates = List.of(2, 10, 10, 3_600_000_000L, 4, 4, 7_200_000_000L);
    assertThat(ask("b", 9, rates).get(0)).isEqualTo(4);
    assertThat(ask("b", 9, rates).get(0)).isZero();
    assertThat(ask("b", 9, SLOW).get(0)).isEqualTo(6);
  }

  @Test
  void fillsWithTime() {
    redis.hset(KEY, "b", (now() - 60_000) + " 60000:1000.000000");
    List<Object> rate = List.of(1, 1_000, 100, 60_000);
    assertThat(ask("b", 1_000, rate).get(0)).isBetween(100L, 102L);
  }

  @Test
  void aTimeThatIsYetToComeGivesNothing() {
    redis.hset(KEY, "b", (now() + 3_600_000) + " 3600000000:10.000000");
    assertThat(ask("b", 5, SLOW).get(0)).isZero();
  }

  @Test
  void servesSeveralLimitsInOneCall() {
    List<Object> words = new ArrayList<>(List.of("b", 3));
    words.addAll(SLOW);
    words.addAll(List.of("c", 40));
    words.addAll(SLOW);
    List<Object> answer = link.callForList("mas_quota", List.of(KEY), arguments(words.toArray()));
    assertThat(answer).hasSize(4).element(0).isEqualTo(3L);
    assertThat(answer.get(2)).isEqualTo(10L);
  }

  @Test
  void isGoneWhenAllIsFullAgain() {
    ask("b", 3, List.of(1, 1_000, 100, 60_000));
    assertThat(redis.pttl(KEY)).isBetween(590_000L, 601_000L);
    ask("c", 3, List.of(1, 10, 10, 60_000));
    assertThat(redis.pttl(KEY)).isGreaterThan(590_000L);
    assertThat(redis.hgetall(KEY)).containsOnlyKeys("b", "c");
  }

  @Test
  void aLevelOfGarbageIsFull() {
    redis.hset(KEY, Map.of("b", "no level"));
    assertThat(ask("b", 99, SLOW).get(0)).isEqualTo(10);
  }
}
