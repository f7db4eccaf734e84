package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.XAddArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the header of call.lua says of ordering lanes. */
class CallLanesIT extends OnAnInstance {
  private static final String PARKING = "@parked";

  private Call settling(String lane, String flags, String... entries) {
    Call call = call();
    for (String entry : entries) {
      call.fullTurn(lane, "m" + entry, flags, entry);
    }
    return call;
  }

  private List<String> hints(String instance) {
    return fields(keys.instanceStream(AGENT, instance), "w");
  }

  // ---- the head of a lane

  @Test
  void settlesTheEntriesOfALaneInOrderAndLeavesNothing() {
    String a = sorted(ONE, "x");
    String b = sorted(ONE, "x");
    assertThat(run(settling("x", "", a, b))).isEqualTo("kk");
    assertThat(redis.exists(lanes)).isZero();
    assertThat(ids(inbox)).isEmpty();
    assertThat(redis.hkeys(order)).containsExactly("w");
  }

  @Test
  void doesNothingOfATurnThatIsNotTheFirstOfItsLane() {
    String a = sorted(TWO, "x");
    String b = sorted(ONE, "x");
    Map<String, String> then = effects();
    Call call =
        call()
            .item("U", "x", "mb", "r", 1, 0, 4, b, "0", "1", 1, 1, 1)
            .rest("f", "v", "g", "h", "p", "a", "later", 5, "h", "p");
    assertThat(run(call)).isEqualTo("b");
    assertThat(effects()).isEqualTo(then);
    assertThat(holderOf(inbox, a)).isEqualTo(TWO);
  }

  @Test
  void letsATurnPassOnceTheOneBeforeItIsSettled() {
    String a = sorted(TWO, "x");
    String b = sorted(ONE, "x");
    assertThat(run(settling("x", "", b))).isEqualTo("b");
    assertThat(run(callOf(TWO).fullTurn("x", "ma", "", a))).isEqualTo("k");
    assertThat(run(settling("x", "", b))).isEqualTo("k");
  }

  @Test
  void goesOnInACallAfterATurnThatIsBehind() {
    String a = sorted(ONE, "x");
    String b = sorted(ONE, "x");
    String c = sorted(ONE, "y");
    Call call = call().fullTurn("x", "mb", "", b).fullTurn("y", "mc", "", c);
    assertThat(run(call.fullTurn("x", "ma", "", a).fullTurn("x", "mb", "", b))).isEqualTo("bkkk");
  }

  @Test
  void takesNoNoticeOfAMemberThatIsSettled() {
    String a = sorted(TWO, "x");
    String b = sorted(ONE, "x");
    redis.xack(inbox, "agents", a);
    assertThat(run(settling("x", "", b))).isEqualTo("k");
    assertThat(redis.exists(lanes)).isZero();
  }

  @Test
  void isGoneRatherThanBehindWhenTheEntryIsAnothers() {
    sorted(TWO, "x");
    String b = sorted(TWO, "x");
    assertThat(run(settling("x", "", b))).isEqualTo("g");
  }

  @Test
  void tellsTheHolderOfTheNextEntry() {
    String a = sorted(ONE, "x");
    String other = sorted(TWO, "y");
    String b = sorted(TWO, "x");
    assertThat(run(settling("x", "", a))).isEqualTo("k");
    assertThat(hints(TWO)).containsExactly(b);
    assertThat(hints(ONE)).isEmpty();
    assertThat(run(callOf(TWO).fullTurn("y", "m", "", other).fullTurn("x", "m", "", b)))
        .isEqualTo("kk");
    assertThat(hints(TWO)).hasSize(1);
  }

  @Test
  void tellsNobodyWhoIsItselfOrIsGone() {
    String a = sorted(ONE, "x");
    sorted(ONE, "x");
    String c = sorted(ONE, "y");
    sorted("three", "y");
    assertThat(run(call().fullTurn("x", "m", "", a).fullTurn("y", "m", "", c))).isEqualTo("kk");
    assertThat(hints(ONE)).isEmpty();
    assertThat(redis.exists(keys.instanceStream(AGENT, "three"))).isZero();
  }

  @Test
  void settlesWhereTheHintCannotBeWritten() {
    String a = sorted(ONE, "x");
    sorted(TWO, "x");
    redis.del(keys.instanceStream(AGENT, TWO));
    redis.set(keys.instanceStream(AGENT, TWO), "spoiled");
    assertThat(run(settling("x", "", a))).isEqualTo("k");
  }

  // ---- parking

  @Test
  void parksALaneBehindItsMessage() {
    String a = sorted(ONE, "x");
    String b = sorted(ONE, "x");
    String c = sorted(TWO, "x");
    assertThat(run(settling("x", "p", a))).isEqualTo("k");
    assertThat(redis.hget(order, "p:x")).isEqualTo("m" + a);
    assertThat(hints(TWO)).isEmpty();
    assertThat(run(settling("x", "", b))).isEqualTo("p");
    assertThat(holderOf(inbox, b)).isEqualTo(PARKING);
    assertThat(holderOf(inbox, c)).isEqualTo(TWO);
    assertThat(run(settling("x", "", b))).isEqualTo("g");
    assertThat(run(callOf(TWO).fullTurn("x", "mc", "", c))).isEqualTo("p");
  }

  @Test
  void changesNothingOfATurnThatIsParkedButItsHolder() {
    redis.hset(order, "p:x", "poison");
    String a = held(inbox, ONE);
    Map<String, String> then = effects();
    Call call =
        call()
            .item("U", "x", "ma", "r", 0, 0, 4, a, "0", "1", 1, 0, 1)
            .rest("f", "v", "h", "p", "a");
    assertThat(run(call)).isEqualTo("p");
    Map<String, String> now = effects();
    then.remove(inbox);
    now.remove(inbox);
    assertThat(now).isEqualTo(then);
  }

  @Test
  void letsALaneGoOnWhenTheMessageIsSettledBehindWhichItWasParked() {
    String a = sorted(ONE, "x");
    String b = sorted(ONE, "x");
    String c = sorted(TWO, "x");
    run(settling("x", "p", a));
    run(settling("x", "", b));
    run(callOf(TWO).fullTurn("x", "mc", "", c));
    // the message comes again, as another entry
    String again = held(inbox, ONE);
    assertThat(texts("mas_sort", List.of(inbox, lanes, order), again, "x", "m" + a))
        .containsExactly("");
    assertThat(run(call().fullTurn("x", "m" + a, "", again))).isEqualTo("k");
    assertThat(redis.hkeys(order)).containsExactly("w");
    heldFor(0, inbox, TWO, b, c);
    assertThat(sort("x", b, c)).containsExactly("", b);
    assertThat(run(callOf(TWO).fullTurn("x", "m", "", b).fullTurn("x", "m", "", c)))
        .isEqualTo("kk");
    assertThat(redis.exists(lanes)).isZero();
  }

  @Test
  void staysParkedWhenTheMessageFailsAgain() {
    redis.hset(order, "p:x", "poison");
    String again = held(inbox, ONE);
    texts("mas_sort", List.of(inbox, lanes, order), again, "x", "poison");
    assertThat(run(call().fullTurn("x", "poison", "p", again))).isEqualTo("k");
    assertThat(redis.hget(order, "p:x")).isEqualTo("poison");
  }

  @Test
  void parksNothingWithoutALane() {
    String a = sorted(ONE, "");
    assertThat(run(settling("", "p", a))).isEqualTo("k");
    assertThat(redis.hkeys(order)).containsExactly("w");
  }

  // ---- size

  @Test
  void settlesAndFreesALaneOfTenThousand() {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      ids.add(redis.xadd(inbox, new XAddArgs().id("7-" + i), Map.of("h", "x")));
    }
    read(inbox, ONE);
    sort("x", ids.toArray(String[]::new));
    assertThat(run(settling("x", "p", ids.get(0)))).isEqualTo("k");
    sort("x", ids.subList(1, 10_000).toArray(String[]::new));
    assertThat(holds(inbox, PARKING)).isEqualTo(9_999);
    Object freed =
        link.callForAny("mas_unpark", List.of(inbox, lanes, order), arguments("m" + ids.get(0)));
    assertThat(freed).isEqualTo(9_999L);
    heldFor(0, inbox, ONE, ids.subList(1, 10_000).toArray(String[]::new));
    assertThat(run(settling("x", "", ids.subList(1, 10_000).toArray(String[]::new))))
        .isEqualTo("k".repeat(9_999));
    assertThat(redis.exists(lanes)).isZero();
  }
}
