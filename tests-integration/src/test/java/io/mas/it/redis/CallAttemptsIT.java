package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.models.stream.PendingMessage;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of call.lua says of attempts and of the lock of the state. */
class CallAttemptsIT extends OnAnInstance {
  private static final int LONG = 60_000;

  private String entry;

  @BeforeEach
  void hold() {
    entry = held(inbox, ONE);
  }

  private PendingMessage pending() {
    return redis.xpending(inbox, "agents", Range.create(entry, entry), Limit.from(1)).get(0);
  }

  private Call turn(String instance, String entry, String flags, String revision, String next) {
    return callOf(instance)
        .item("U", "", "m", flags, 0, 0, Call.INBOX, entry, revision, next, 1, 0, 0)
        .rest("x", next);
  }

  // ---- notes of attempts

  @Test
  void notesAttemptsWithTheTimeOfTheFirstAndOfTheNext() {
    long before = link.time();
    assertThat(run(call().item("A", entry, 1, LONG))).isEqualTo("k");
    String[] note = redis.hget(retries, entry).split(":", -1);
    long since = Long.parseLong(note[1]);
    assertThat(note[0]).isEqualTo("1");
    assertThat(since).isBetween(before, link.time());
    assertThat(Long.parseLong(note[2])).isEqualTo(since + LONG);
    assertThat(run(call().item("A", entry, 2, 0))).isEqualTo("k");
    assertThat(redis.hget(retries, entry)).startsWith("2:" + since + ":");
  }

  @Test
  void makesTheServersCountThatOfTheAttemptsAndTheEntryFresh() {
    heldFor(LONG, inbox, ONE, entry);
    run(call().item("A", entry, 4, 0));
    assertThat(pending().getRedeliveryCount()).isEqualTo(4);
    assertThat(pending().getMsSinceLastDelivery()).isLessThan(LONG);
    assertThat(pending().getConsumer()).isEqualTo(ONE);
  }

  @Test
  void notesNothingOfAnEntryThatIsNotTheInstances() {
    String others = held(inbox, TWO);
    String free = free(inbox);
    Map<String, String> then = effects();
    assertThat(
            run(
                call()
                    .item("A", others, 1, 0)
                    .item("A", free, 1, 0)
                    .item("A", "1-1", 1, 0)
                    .item("A", LAST_ID, 1, 0)
                    .item("A", "99999999999999999999-1", 1, 0)))
        .isEqualTo("ggggg");
    assertThat(effects()).isEqualTo(then);
  }

  @Test
  void forgetsTheNoteWithTheEntry() {
    run(call().item("A", entry, 1, 0));
    assertThat(run(turn(ONE, entry, "r", "", "1"))).isEqualTo("k");
    assertThat(redis.exists(retries)).isZero();
  }

  @Test
  void keepsTheNoteOfAnEntryWhoseTurnIsRefused() {
    run(call().item("A", entry, 1, 0));
    assertThat(run(turn(ONE, entry, "r", "other", "1"))).isEqualTo("c");
    assertThat(redis.hexists(retries, entry)).isTrue();
  }

  // ---- the lock

  @Test
  void keepsOtherTurnsFromTheStateUntilTheLockingOneIsCommitted() {
    String others = held(inbox, TWO);
    assertThat(run(call().item("K", entry, LONG))).isEqualTo("k");
    Map<String, String> then = effects();
    assertThat(run(turn(TWO, others, "", "0", "r1"))).isEqualTo("l");
    assertThat(run(callOf(TWO).item("K", others, LONG))).isEqualTo("l");
    assertThat(effects()).isEqualTo(then);
    assertThat(run(turn(ONE, entry, "l", "0", "r2"))).isEqualTo("k");
    assertThat(redis.hgetall(state)).isEqualTo(Map.of("x", "r2", "@revision", "r2"));
    assertThat(run(turn(TWO, others, "", "r2", "r3"))).isEqualTo("k");
  }

  @Test
  void keepsOtherTurnsOfTheSameInstanceFromTheStateToo() {
    String other = held(inbox, ONE);
    run(call().item("K", entry, LONG));
    assertThat(run(turn(ONE, other, "", "0", "r1"))).isEqualTo("l");
    assertThat(
            run(
                turn(ONE, entry, "l", "0", "r2")
                    .item("U", "", "m", "", 0, 0, Call.INBOX, other, "r2", "", 0, 0, 0)))
        .isEqualTo("kk");
  }

  @Test
  void letsTurnsPassThatTakeNoNoticeOfTheState() {
    run(call().item("K", entry, LONG));
    String other = held(inbox, TWO);
    assertThat(run(callOf(TWO).fullTurn("", "m", "", other).send("a"))).isEqualTo("kk");
  }

  @Test
  void lapses() {
    String others = held(inbox, TWO);
    redis.hset(state, "@lock", ONE + "/" + entry + " " + (link.time() - 1));
    assertThat(run(callOf(TWO).item("K", others, LONG))).isEqualTo("k");
    assertThat(run(turn(TWO, others, "l", "0", "r1"))).isEqualTo("k");
  }

  @Test
  void isTakenAgainByItsTurn() {
    run(call().item("K", entry, LONG));
    assertThat(run(call().item("K", entry, LONG))).isEqualTo("k");
  }

  @Test
  void isGivenBackAndLeavesNothing() {
    run(call().item("K", entry, LONG));
    assertThat(run(call().item("K", entry, 0))).isEqualTo("k");
    assertThat(redis.exists(state)).isZero();
    assertThat(run(call().item("K", entry, 0))).isEqualTo("k");
    assertThat(redis.exists(state)).isZero();
  }

  /** Else an instance that was paused kept all others from the state for what they took over. */
  @Test
  void isGivenBackByATurnWhoseEntryIsAnothersByNow() {
    run(call().item("K", entry, LONG));
    redis.xclaim(inbox, Consumer.from("agents", TWO), 0L, entry);
    assertThat(run(turn(ONE, entry, "l", "0", "r1"))).isEqualTo("g");
    assertThat(redis.exists(state)).isZero();
    assertThat(run(turn(TWO, entry, "", "0", "r2"))).isEqualTo("k");
  }

  @Test
  void isGivenBackByATurnThatIsNotTheFirstOfItsLane() {
    sorted(TWO, "x");
    String behind = sorted(ONE, "x");
    run(call().item("K", behind, LONG));
    assertThat(run(call().fullTurn("x", "m" + behind, "l", behind))).isEqualTo("b");
    assertThat(redis.exists(state)).isZero();
  }

  @Test
  void isKeptByATurnThatRunsAgain() {
    run(call().item("K", entry, LONG));
    assertThat(run(turn(ONE, entry, "l", "other", "r1"))).isEqualTo("c");
    assertThat(redis.hget(state, "@lock")).startsWith(ONE + "/" + entry);
  }

  @Test
  void isNotGivenBackByAnother() {
    String others = held(inbox, TWO);
    run(call().item("K", entry, LONG));
    Map<String, String> then = effects();
    assertThat(run(callOf(TWO).item("K", others, 0))).isEqualTo("l");
    assertThat(effects()).isEqualTo(then);
  }

  @Test
  void isLeftToWhoTookItSinceWhenATurnWithoutStateCommits() {
    String others = held(inbox, TWO);
    run(callOf(TWO).item("K", others, LONG));
    assertThat(run(call().fullTurn("", "m", "l", entry))).isEqualTo("k");
    assertThat(redis.hget(state, "@lock")).startsWith(TWO + "/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spoiled", "", "one/1-1", "one/1-1 x", " 9999999999999"})
  void isNoneWhenItCannotBeRead(String text) {
    redis.hset(state, "@lock", text);
    assertThat(run(turn(ONE, entry, "", "0", "r1"))).isEqualTo("k");
  }
}
