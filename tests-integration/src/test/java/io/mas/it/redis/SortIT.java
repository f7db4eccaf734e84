package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.XAddArgs;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of sort.lua says. */
class SortIT extends OnRealRedis {
  private static final String MAY_RUN = "";
  private static final String UNSORTED = "w";
  private static final String PARKED = "p";

  private String inbox;
  private String lanes;
  private String order;

  @BeforeEach
  void name() {
    inbox = keys.inbox("alice");
    lanes = keys.lanes("alice");
    order = keys.order("alice");
    link.createGroup(inbox);
  }

  /** Sorts entries: id, lane, message, and so on. */
  private List<String> sort(Object... entries) {
    return texts("mas_sort", List.of(inbox, lanes, order), entries);
  }

  private List<String> sortIn(String lane, String... entries) {
    List<String> arguments = new ArrayList<>();
    for (String entry : entries) {
      arguments.addAll(List.of(entry, lane, "m" + entry));
    }
    return sort(arguments.toArray());
  }

  private String held(String consumer) {
    return held(inbox, consumer);
  }

  private void settle(String entry) {
    redis.xack(inbox, RedisLink.GROUP, entry);
    redis.xdel(inbox, entry);
  }

  // ---- lanes

  @Test
  void letsTheFirstOfALaneRunAndTheOthersWaitEachForTheOneBeforeIt() {
    String a = held("one");
    String b = held("one");
    String c = held("one");
    assertThat(sortIn("x", a, b, c)).containsExactly(MAY_RUN, a, b);
    settle(a);
    assertThat(sortIn("x", b, c)).containsExactly(MAY_RUN, b);
    settle(b);
    assertThat(sortIn("x", c)).containsExactly(MAY_RUN);
  }

  @Test
  void keepsLanesApart() {
    String a = held("one");
    String b = held("one");
    String c = held("one");
    String d = held("one");
    assertThat(sort(a, "x", "ma", b, "y", "mb", c, "x", "mc", d, "y", "md"))
        .containsExactly(MAY_RUN, MAY_RUN, a, b);
  }

  @Test
  void letsEntriesWithoutALaneRunAtOnce() {
    String a = held("one");
    String b = held("one");
    assertThat(sortIn("", a, b)).containsExactly(MAY_RUN, MAY_RUN);
    assertThat(redis.exists(lanes)).isZero();
  }

  @Test
  void ordersByNumberAndNotByText() {
    List<String> ids = List.of("5-9", "5-10", "9-1", "10-0", "10-11", "1000-0");
    ids.forEach(id -> redis.xadd(inbox, new XAddArgs().id(id), Map.of("h", "x")));
    read(inbox, "one");
    assertThat(sortIn("x", ids.toArray(String[]::new)))
        .containsExactly(MAY_RUN, "5-9", "5-10", "9-1", "10-0", "10-11");
  }

  @Test
  void givesTheSameAnswerAgain() {
    String a = held("one");
    String b = held("one");
    assertThat(sortIn("x", a, b)).containsExactly(MAY_RUN, a);
    Map<String, String> then = everything();
    assertThat(sortIn("x", a, b)).containsExactly(MAY_RUN, a);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void sortsInAnyOrderOfItsArguments() {
    String a = held("one");
    String b = held("one");
    String c = held("one");
    assertThat(sortIn("x", c, a, b)).containsExactly(b, MAY_RUN, a);
  }

  // ---- several instances

  @Test
  void letsAnEntryWaitWhileThoseBeforeItAreNotSortedByWhoeverHoldsThem() {
    String a = held("one");
    String b = held("two");
    assertThat(sortIn("x", b)).containsExactly(UNSORTED);
    assertThat(sortIn("x", a)).containsExactly(MAY_RUN);
    assertThat(sortIn("x", b)).containsExactly(a);
    settle(a);
    assertThat(sortIn("x", b)).containsExactly(MAY_RUN);
  }

  @Test
  void takesWhatWasSortedBeyondAGapAsSortedOnceTheGapIsClosed() {
    String a = held("one");
    String b = held("two");
    String c = held("three");
    assertThat(sortIn("y", b)).containsExactly(UNSORTED);
    assertThat(sortIn("x", c)).containsExactly(UNSORTED);
    assertThat(sortIn("x", a)).containsExactly(MAY_RUN);
    assertThat(redis.hget(order, "w")).isEqualTo(c);
    assertThat(sortIn("x", c)).containsExactly(a);
    assertThat(sortIn("y", b)).containsExactly(MAY_RUN);
  }

  @Test
  void goesOnWhenTheEntryBeforeIsSettledWithoutHavingBeenSorted() {
    String a = held("one");
    String b = held("two");
    assertThat(sortIn("x", b)).containsExactly(UNSORTED);
    settle(a);
    assertThat(sortIn("x", b)).containsExactly(MAY_RUN);
  }

  @Test
  void waitsAlsoForWhatHasNoLaneSinceNobodyCanTellBeforeItIsSorted() {
    String a = held("one");
    String b = held("two");
    assertThat(sortIn("x", b)).containsExactly(UNSORTED);
    assertThat(sortIn("", a)).containsExactly(MAY_RUN);
    assertThat(sortIn("x", b)).containsExactly(MAY_RUN);
  }

  @Test
  void doesNotWaitForWhatNobodyHasReadYet() {
    String a = held("one");
    redis.xadd(inbox, Map.of("h", "unread"));
    assertThat(sortIn("x", a)).containsExactly(MAY_RUN);
  }

  @Test
  void sortsAnewWhatIsTakenOver() {
    String a = held("one");
    String b = held("one");
    sortIn("x", a, b);
    heldFor(0, inbox, "two", a);
    assertThat(sortIn("x", a)).containsExactly(MAY_RUN);
    assertThat(sortIn("x", b)).containsExactly(a);
  }

  @Test
  void movesTheWatermarkOnOverAnyNumberOfEntries() {
    List<String> ids = new ArrayList<>();
    IntStream.range(0, 1_100).forEach(i -> ids.add(redis.xadd(inbox, Map.of("h", "x"))));
    read(inbox, "one");
    assertThat(sortIn("x", ids.subList(550, 1_100).toArray(String[]::new)))
        .containsOnly(UNSORTED)
        .hasSize(550);
    assertThat(sortIn("x", ids.subList(0, 550).toArray(String[]::new)))
        .startsWith(MAY_RUN, ids.get(0))
        .doesNotContain(UNSORTED);
    assertThat(redis.hget(order, "w")).isEqualTo(ids.get(1_099));
    assertThat(redis.zcard(lanes)).isEqualTo(1_100);
  }

  // ---- parked lanes

  @Test
  void parksWhatComesIntoAParkedLaneAndLetsOthersPass() {
    redis.hset(order, "p:x", "poison");
    String a = held("one");
    String b = held("one");
    assertThat(sort(a, "x", "ma", b, "y", "mb")).containsExactly(PARKED, MAY_RUN);
    assertThat(holderOf(inbox, a)).isEqualTo("@parked");
    assertThat(holderOf(inbox, b)).isEqualTo("one");
  }

  @Test
  void letsTheMessageRunBehindWhichTheLaneIsParked() {
    String a = held("one");
    redis.hset(order, "p:x", "m" + a);
    assertThat(sortIn("x", a)).containsExactly(MAY_RUN);
    assertThat(holderOf(inbox, a)).isEqualTo("one");
  }

  @Test
  void doesNotWaitForWhatIsParked() {
    redis.hset(order, "p:x", "poison");
    String a = held("one");
    String b = held("two");
    sortIn("x", a);
    assertThat(sortIn("y", b)).containsExactly(MAY_RUN);
  }

  @Test
  void keepsTheOrderOfALaneThatGoesOn() {
    redis.hset(order, "p:x", "poison");
    String a = held("one");
    String b = held("one");
    sortIn("x", a, b);
    redis.hdel(order, "p:x");
    heldFor(0, inbox, "two", a, b);
    String c = held("two");
    assertThat(sortIn("x", a, b, c)).containsExactly(MAY_RUN, a, b);
  }

  // ---- nothing is left behind

  @Test
  void doesNotWaitForAMemberThatIsSettled() {
    String a = held("one");
    String b = held("one");
    sortIn("x", a, b);
    settle(a);
    assertThat(sortIn("x", b)).containsExactly(MAY_RUN);
    assertThat(redis.zcard(lanes)).isOne();
  }

  @Test
  void doesNotEnterWhatIsSettledAndSaysThatItIsNotTheInstances() {
    String a = held("one");
    String b = held("one");
    settle(a);
    assertThat(sortIn("x", a, b)).containsExactly(PARKED, MAY_RUN);
    assertThat(sortIn("y", "1-1")).containsExactly(PARKED);
    assertThat(redis.zcard(lanes)).isOne();
  }

  @Test
  void forgetsWhatWasSortedBeyondAGapAndSettledBeforeTheGapWasClosed() {
    String a = held("one");
    String b = held("two");
    sortIn("", b);
    assertThat(redis.zcard(lanes)).isOne();
    settle(b);
    assertThat(sortIn("", a)).containsExactly(MAY_RUN);
    assertThat(redis.exists(lanes)).isZero();
  }

  @Test
  void forgetsWhatWasSortedBeyondAGapThatIsNotClosedAtOnce() {
    String a = held("one");
    String b = held("two");
    String gap = held("three");
    String c = held("two");
    sortIn("", b, c);
    settle(b);
    settle(c);
    sortIn("", a);
    assertThat(redis.hget(order, "w")).isEqualTo(a);
    settle(gap);
    sortIn("", held("one"));
    assertThat(redis.exists(lanes)).isZero();
  }

  @Test
  void takesNothingAsHeldThatALateCallNames() {
    String a = held("one");
    String b = held("two");
    settle(b);
    sortIn("", b);
    sortIn("", a);
    assertThat(redis.exists(lanes)).isZero();
  }

  // ---- arguments, memory, size

  @ParameterizedTest
  @ValueSource(strings = {"1-1", "1-1 x", "1-1 x m 1-2", "1 x m", "x x m", "1-1 x m 1-x x m", "-"})
  void refusesWhatAreNoEntriesBeforeItDoesAnything(String entries) {
    String a = held("one");
    Map<String, String> then = everything();
    Object[] arguments = (a + " x m " + entries).split(" ", -1);
    assertThatThrownBy(() -> sort(arguments))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("not entries");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void writesNothingWithoutStreamOrGroup() {
    redis.del(inbox);
    assertThatThrownBy(() -> sortIn("x", "1-1")).isInstanceOf(LinkException.class);
    assertThat(redis.exists(lanes, order)).isZero();
  }

  @Test
  void sortsAlsoWhenRedisHasNoMemoryLeftSinceWhatIsNotSortedIsNotSettled() {
    String a = held("one");
    withoutMemory(() -> assertThat(sortIn("x", a)).containsExactly(MAY_RUN));
  }

  @Test
  void takesTenThousandEntriesOfOneLane() {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      ids.add(redis.xadd(inbox, new XAddArgs().id("7-" + i), Map.of("h", "x")));
    }
    read(inbox, "one");
    assertThat(sortIn("x", ids.toArray(String[]::new)))
        .startsWith(MAY_RUN, "7-1", "7-2")
        .endsWith("7-9999")
        .hasSize(10_000);
    assertThat(redis.zcard(lanes)).isEqualTo(10_000);
  }
}
