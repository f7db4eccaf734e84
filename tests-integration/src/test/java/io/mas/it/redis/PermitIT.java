package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the header of permit.lua says. */
class PermitIT extends OnRealRedis {
  private static final String KEY = Keys.breakers(3);

  private List<Object> ask(Object... words) {
    return link.callForList("mas_permit", List.of(KEY), arguments(words));
  }

  private void open(String agent, String opening, long until) {
    redis.hset(KEY, agent, "o " + opening + " " + until + " 0 5 failures within 300 s");
  }

  @Test
  void handsOutAsManyAsATrialHasAndSaysWhenThereMayBeMore() {
    open("b", "7", link.time() - 1);
    long before = link.time();
    assertThat(ask("b", "7", 1, 3, 60_000).get(0)).isEqualTo(1L);
    List<Object> rest = ask("b", "7", 9, 3, 60_000);
    assertThat(rest.get(0)).isEqualTo(2L);
    List<Object> none = ask("b", "7", 1, 3, 60_000);
    assertThat(none.get(0)).isEqualTo(0L);
    assertThat((Long) none.get(1)).isBetween(before + 60_000, link.time() + 60_000);
    assertThat(none.get(1)).isEqualTo(rest.get(1));
    assertThat(redis.hget(KEY, "b:trial")).startsWith("7 ").endsWith(" 3 3");
  }

  @Test
  void beginsAnotherTrialWhenOneHasLastedLongEnough() {
    open("b", "7", link.time() - 1);
    redis.hset(KEY, "b:trial", "7 " + (link.time() - 60_000) + " 2 2");
    assertThat(ask("b", "7", 2, 2, 60_000).get(0)).isEqualTo(2L);
    assertThat(ask("b", "7", 2, 2, 60_000).get(0)).isEqualTo(0L);
  }

  @Test
  void beginsAnotherTrialAfterAnotherOpening() {
    open("b", "8", link.time() - 1);
    redis.hset(KEY, "b:trial", "7 " + link.time() + " 2 2");
    assertThat(ask("b", "8", 1, 2, 60_000).get(0)).isEqualTo(1L);
  }

  @Test
  void handsOutNothingBeforeItsTimeIsOver() {
    long until = link.time() + 5_000;
    open("b", "7", until);
    assertThat(ask("b", "7", 1, 2, 60_000)).isEqualTo(List.of(0L, until));
    assertThat(redis.hgetall(KEY)).containsOnlyKeys("b");
  }

  @Test
  void handsOutNothingForAnOpeningThatIsOver() {
    open("b", "8", link.time() - 1);
    redis.hset(KEY, "c", "c 1800000000000*3");
    Map<String, String> then = redis.hgetall(KEY);
    assertThat(ask("b", "7", 1, 2, 60_000, "c", "7", 1, 2, 60_000, "d", "7", 1, 2, 60_000))
        .isEqualTo(List.of(0L, 0L, 0L, 0L, 0L, 0L));
    assertThat(redis.hgetall(KEY)).isEqualTo(then);
  }

  @Test
  void aTrialThatIsYetToBeginIsOfAClockThatWasSetBack() {
    open("b", "7", link.time() - 1);
    redis.hset(KEY, "b:trial", "7 " + (link.time() + 3_600_000) + " 2 2");
    assertThat(ask("b", "7", 1, 2, 60_000).get(0)).isEqualTo(1L);
  }

  @Test
  void neverMoreThanThatHoweverManyAskAtOnce() {
    open("b", "7", link.time() - 1);
    Set<Integer> granted = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 200)
        .parallel()
        .forEach(
            i -> {
              if (ask("b", "7", 1, 5, 60_000).get(0).equals(1L)) {
                granted.add(i);
              }
            });
    assertThat(granted).hasSize(5);
  }

  @Test
  void servesSeveralTargetsInOneCall() {
    open("b", "7", link.time() - 1);
    open("c", "9", link.time() - 1);
    List<Object> answer = new ArrayList<>(ask("b", "7", 2, 2, 60_000, "c", "9", 5, 3, 60_000));
    assertThat(answer.get(0)).isEqualTo(2L);
    assertThat(answer.get(2)).isEqualTo(3L);
  }

  @Test
  void oldestSaysSinceWhenTheOldestOfEachInboxWaits() {
    String id = redis.xadd("one", Map.of("h", "x"));
    redis.xadd("one", Map.of("h", "y"));
    redis.set("spoiled", "by its agent");
    assertThat(link.callForList("mas_oldest", List.of("none", "one", "spoiled"), arguments()))
        .isEqualTo(List.of("", id, ""));
  }
}
