package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the header of unpark.lua says. */
class UnparkIT extends OnRealRedis {
  private static final String AGENT = "alice";

  private String inbox;
  private String lanes;
  private String order;

  @BeforeEach
  void name() {
    inbox = keys.inbox(AGENT);
    lanes = keys.lanes(AGENT);
    order = keys.order(AGENT);
    link.createGroup(inbox);
  }

  private Object unpark(String message) {
    return link.callForAny("mas_unpark", List.of(inbox, lanes, order), arguments(message));
  }

  private List<String> sort(Object... entries) {
    return texts("mas_sort", List.of(inbox, lanes, order), entries);
  }

  /** An entry that waits in a lane which is parked behind a message. */
  private String parked(String lane, String poison) {
    redis.hset(order, "p:" + lane, poison);
    String id = held(inbox, "one");
    assertThat(sort(id, lane, "m" + id)).containsExactly("p");
    return id;
  }

  private List<String> takenOver() {
    List<String> answer =
        texts("mas_takeover", List.of(inbox, keys.retries(AGENT)), "two", 60_000, "-", 100);
    return answer.stream().filter(part -> part.matches("\\d+-\\d+")).toList();
  }

  @Test
  void letsAnyInstanceTakeOverAtOnceWhatWaitsInTheLane() {
    String a = parked("x", "poison");
    String b = parked("x", "poison");
    assertThat(takenOver()).isEmpty();
    assertThat(unpark("poison")).isEqualTo(2L);
    assertThat(takenOver()).containsExactly(a, b);
    assertThat(sort(a, "x", "ma", b, "x", "mb")).containsExactly("", a);
  }

  @Test
  void leavesLanesAloneThatAreParkedBehindOtherMessages() {
    String a = parked("x", "poison");
    String b = parked("y", "other");
    assertThat(unpark("poison")).isEqualTo(1L);
    assertThat(takenOver()).containsExactly(a);
    assertThat(holderOf(inbox, b)).isEqualTo("@parked");
    assertThat(redis.hkeys(order)).containsExactlyInAnyOrder("w", "p:y");
  }

  @Test
  void doesNothingForAMessageThatParksNothing() {
    parked("x", "poison");
    Map<String, String> then = everything();
    assertThat(unpark("another")).isEqualTo(0L);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void doesNothingTheSecondTime() {
    parked("x", "poison");
    unpark("poison");
    Map<String, String> then = everything();
    assertThat(unpark("poison")).isEqualTo(0L);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void freesALaneBehindWhichNothingWaits() {
    redis.hset(order, "p:x", "poison");
    assertThat(unpark("poison")).isEqualTo(0L);
    assertThat(redis.exists(order)).isZero();
    String a = held(inbox, "one");
    assertThat(sort(a, "x", "ma")).containsExactly("");
  }

  @Test
  void takesNoEntryFromAnInstanceThatHoldsIt() {
    String a = parked("x", "poison");
    heldFor(0, inbox, "two", a);
    assertThat(unpark("poison")).isEqualTo(0L);
    assertThat(holderOf(inbox, a)).isEqualTo("two");
  }

  @Test
  void countsNoDelivery() {
    String a = parked("x", "poison");
    unpark("poison");
    assertThat(
            redis
                .xpending(
                    inbox,
                    "agents",
                    io.lettuce.core.Range.create(a, a),
                    io.lettuce.core.Limit.from(1))
                .get(0)
                .getRedeliveryCount())
        .isOne();
  }

  @Test
  void keepsEveryByteOfALanesName() {
    String lane = BINARY.replace(":", "");
    String a = parked(lane, "poison");
    assertThat(unpark("poison")).isEqualTo(1L);
    assertThat(takenOver()).containsExactly(a);
  }

  @Test
  void freesALaneAlsoWhenRedisHasNoMemoryLeft() {
    parked("x", "poison");
    withoutMemory(() -> assertThat(unpark("poison")).isEqualTo(1L));
  }
}
