package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.internal.redis.LinkException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of due.lua says. */
class DueIT extends OnRealRedis {
  private static final String NONE = "-1";
  private static final String MORE = "0";

  private String timers;
  private String delayed;

  @BeforeEach
  void name() {
    timers = keys.timers("alice");
    delayed = keys.delayed("alice");
  }

  private List<String> due(Object most) {
    return texts("mas_due", List.of(timers, delayed), most);
  }

  private void delay(String id, long due, String payload) {
    redis.zadd(timers, (double) due, id);
    redis.hset(delayed, Map.of(id + ":h", "h" + id, id + ":p", payload));
  }

  @Test
  void saysThatThereIsNone() {
    assertThat(due(10)).containsExactly(NONE);
  }

  @Test
  void givesWhatIsDueTheOldestFirst() {
    delay("b", 2, "pb");
    delay("a", 1, BINARY);
    assertThat(due(10)).containsExactly(NONE, "a", "ha", BINARY, "b", "hb", "pb");
  }

  @Test
  void saysWhenTheNextIsDue() {
    long now = link.time();
    delay("a", 1, "pa");
    delay("later", now + 60_000, "p");
    delay("much later", now + 600_000, "p");
    List<String> answer = due(10);
    assertThat(Long.parseLong(answer.get(0))).isBetween(30_000L, 60_000L);
    assertThat(answer.subList(1, answer.size())).containsExactly("a", "ha", "pa");
  }

  @Test
  void keepsTheMillisecondOfTimesFarAway() {
    delay("later", link.time() + 999_999_999_999L, "p");
    assertThat(Long.parseLong(due(10).get(0))).isBetween(999_999_900_000L, 999_999_999_999L);
  }

  @Test
  void saysThatMoreAreDue() {
    delay("a", 1, "pa");
    delay("b", 2, "pb");
    assertThat(due(1)).containsExactly(MORE, "a", "ha", "pa");
    assertThat(due(3)).startsWith(NONE).hasSize(7);
  }

  @Test
  void givesWhatItHasOfOneWhoseMessageIsLost() {
    redis.zadd(timers, 1, "a");
    delay("b", 2, "pb");
    redis.hdel(delayed, "b:p");
    assertThat(due(10)).containsExactly(NONE, "a", "", "", "b", "hb", "");
  }

  @Test
  void endsBehindTheMessageThatTakesItPastAMebibyte() {
    String big = "x".repeat(700_000);
    IntStream.rangeClosed(1, 4).forEach(i -> delay("m" + i, i, big));
    assertThat(due(10)).startsWith(MORE, "m1", "hm1", big, "m2").hasSize(7);
    redis.zrem(timers, "m1", "m2");
    assertThat(due(10)).startsWith(NONE, "m3").hasSize(7);
  }

  @Test
  void givesThousandsInOneCall() {
    IntStream.range(0, 8_100).forEach(i -> delay("m" + i, i + 1, "p"));
    assertThat(due(10_000)).hasSize(1 + 3 * 8_100);
  }

  @Test
  void writesNothingAndWorksWhereRedisHasNoMemoryLeft() {
    delay("a", 1, "pa");
    Map<String, String> then = everything();
    withoutMemory(() -> assertThat(due(10)).hasSize(4));
    assertThat(everything()).isEqualTo(then);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", ""})
  void refusesToGiveLessThanOne(String most) {
    delay("a", 1, "pa");
    assertThatThrownBy(() -> due(most))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("at least one");
  }
}
