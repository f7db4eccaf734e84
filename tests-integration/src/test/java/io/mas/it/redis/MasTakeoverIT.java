package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.mas.internal.redis.LinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of takeover.lua says. */
class MasTakeoverIT extends OnRealRedis {
  private static final int LEASE = 15_000;
  private static final long LATE = LEASE * 2L;
  private static final String START = "-";

  private String inbox;
  private String retries;

  @BeforeEach
  void name() {
    inbox = keys.inbox("alice");
    retries = keys.retries("alice");
    link.createGroup(inbox);
  }

  private List<String> takeOver(String instance, String from, Object most) {
    return texts("mas_takeover", List.of(inbox, retries), instance, LEASE, from, most);
  }

  /** The ids in an answer whose entries have one field each. */
  private static List<String> taken(List<String> answer) {
    return IntStream.range(0, (answer.size() - 1) / 5)
        .mapToObj(i -> answer.get(1 + 5 * i))
        .toList();
  }

  private String late(String consumer) {
    String id = held(inbox, consumer);
    heldFor(LATE, inbox, consumer, id);
    return id;
  }

  private List<String> manyHeldBy(String consumer, int count, long idle) {
    List<String> ids = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> ids.add(redis.xadd(inbox, Map.of("h", "x"))));
    read(inbox, consumer);
    heldFor(idle, inbox, consumer, ids.toArray(String[]::new));
    return ids;
  }

  @Test
  void takesWhatNobodyHasRenewedWithAllThatIsKnownOfIt() {
    String id = redis.xadd(inbox, Map.of("h", BINARY));
    read(inbox, "one");
    heldFor(LATE, inbox, "one", id);
    assertThat(takeOver("two", START, 10)).containsExactly(START, id, "", "2", "h", BINARY);
    assertThat(holderOf(inbox, id)).isEqualTo("two");
  }

  @Test
  void leavesAloneWhatIsRenewedAndWhatNobodyHasRead() {
    String fresh = held(inbox, "one");
    redis.xadd(inbox, Map.of("h", "unread"));
    assertThat(takeOver("two", START, 10)).containsExactly(START);
    assertThat(holderOf(inbox, fresh)).isEqualTo("one");
  }

  @Test
  void countsAsFreshAfterwardsSoThatNobodyTakesItAgain() {
    String id = late("one");
    takeOver("two", START, 10);
    assertThat(takeOver("three", START, 10)).containsExactly(START);
    assertThat(holderOf(inbox, id)).isEqualTo("two");
  }

  @Test
  void countsNoDelivery() {
    String id = late("one");
    takeOver("two", START, 10);
    assertThat(
            redis
                .xpending(inbox, "agents", Range.create(id, id), Limit.from(1))
                .get(0)
                .getRedeliveryCount())
        .isOne();
  }

  @Test
  void handsTheNoteOfTheAttemptsOver() {
    String first = late("one");
    String second = late("one");
    redis.hset(retries, second, "3:1000:2000");
    assertThat(takeOver("two", START, 10))
        .containsExactly(
            START, first, "", "2", "h", "header", second, "3:1000:2000", "2", "h", "header");
    assertThat(redis.hget(retries, second)).isEqualTo("3:1000:2000");
  }

  // ---- the cursor

  @Test
  void goesOnWhereItEnded() {
    List<String> ids = manyHeldBy("one", 5, LATE);
    List<String> first = takeOver("two", START, 2);
    assertThat(first.get(0)).isEqualTo("(" + ids.get(1));
    assertThat(taken(first)).containsExactly(ids.get(0), ids.get(1));
    List<String> second = takeOver("two", first.get(0), 2);
    assertThat(taken(second)).containsExactly(ids.get(2), ids.get(3));
    List<String> third = takeOver("two", second.get(0), 2);
    assertThat(taken(third)).containsExactly(ids.get(4));
    assertThat(third.get(0)).isEqualTo(START);
  }

  @Test
  void findsWhatLiesBehindAHundredAndFiftyThatAreHeld() {
    manyHeldBy("alive", 150, 0);
    List<String> free = manyHeldBy("dead", 50, LATE);
    List<String> answer = takeOver("two", START, 64);
    assertThat(taken(answer)).isEqualTo(free);
    assertThat(answer.get(0)).isEqualTo(START);
  }

  @Test
  void endsAtOnceAmongTenThousandThatAreHeld() {
    manyHeldBy("alive", 10_000, 0);
    String free = late("dead");
    assertThat(taken(takeOver("two", START, 64))).containsExactly(free);
  }

  @Test
  void passesThousandsThatAreParkedInFewCalls() {
    manyHeldBy("@parked", 6_000, LATE);
    String free = late("dead");
    List<String> first = takeOver("two", START, 64);
    assertThat(first).hasSize(1); // it has looked at enough for once
    assertThat(taken(takeOver("two", first.get(0), 64))).containsExactly(free);
  }

  // ---- bounds

  @Test
  void takesNoMoreThanAMebibyteAndOneEntryAtATime() {
    String big = "x".repeat(700_000);
    List<String> ids = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> ids.add(redis.xadd(inbox, Map.of("h", big))));
    read(inbox, "one");
    heldFor(LATE, inbox, "one", ids.toArray(String[]::new));
    List<String> first = takeOver("two", START, 10);
    assertThat(taken(first)).containsExactly(ids.get(0), ids.get(1));
    assertThat(first.get(0)).isEqualTo("(" + ids.get(1));
    assertThat(holds(inbox, "one")).isEqualTo(2);
    List<String> second = takeOver("two", first.get(0), 10);
    assertThat(taken(second)).containsExactly(ids.get(2), ids.get(3));
    assertThat(takeOver("two", second.get(0), 10)).containsExactly(START);
    assertThat(holds(inbox, "two")).isEqualTo(4);
  }

  @Test
  void takesThousandsInOneCall() {
    manyHeldBy("one", 8_100, LATE);
    assertThat(taken(takeOver("two", START, 10_000))).hasSize(8_100);
    assertThat(holds(inbox, "two")).isEqualTo(8_100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", ""})
  void refusesToTakeLessThanOne(String most) {
    late("one");
    Map<String, String> then = everything();
    assertThatThrownBy(() -> takeOver("two", START, most))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("at least one");
    assertThat(everything()).isEqualTo(then);
  }

  // ---- what is special

  @Test
  void leavesWhatIsParkedWhereItIsAndGoesOnBehindIt() {
    String parked = late("@parked");
    String id = late("one");
    assertThat(taken(takeOver("two", START, 1))).containsExactly(id);
    assertThat(holderOf(inbox, parked)).isEqualTo("@parked");
  }

  @Test
  void tellsOfAnEntryThatWasDeletedAndKeepsNoNoteOfIt() {
    String deleted = late("one");
    String id = late("one");
    redis.hset(retries, deleted, "1:2:3");
    redis.xdel(inbox, deleted);
    assertThat(takeOver("two", START, 10))
        .containsExactly(START, deleted, "1:2:3", "0", id, "", "2", "h", "header");
    assertThat(redis.exists(retries)).isZero();
    assertThat(redis.xpending(inbox, "agents").getCount()).isOne();
  }

  @Test
  void takesOverAlsoWhenRedisHasNoMemoryLeft() {
    String id = late("one");
    withoutMemory(() -> assertThat(taken(takeOver("two", START, 10))).containsExactly(id));
  }

  @Test
  void failsWithoutStreamOrGroupAndWritesNothing() {
    redis.del(inbox);
    assertThatThrownBy(() -> takeOver("two", START, 10)).isInstanceOf(LinkException.class);
    assertThat(redis.exists(inbox, retries)).isZero();
  }
}
