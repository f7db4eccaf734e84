package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.XAddArgs;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of call.lua says of messages that leave later. */
class CallDelaysIT extends OnAnInstance {
  private static final int MOST = 100_000;

  private Call delaying(String id, long millis) {
    return call().item("L", id, millis, "h" + id, "p" + id);
  }

  private Call leaving(String id) {
    return call().item("M", id, "h", "p", "a");
  }

  /** Fills the timers, with the fewest commands. */
  private void fill(int count) {
    redis.eval(
        "for i = 1, tonumber(ARGV[1]) do redis.call('ZADD', KEYS[1], 9e15, 'full' .. i) end",
        io.lettuce.core.ScriptOutputType.VALUE,
        new String[] {timers},
        String.valueOf(count));
  }

  // ---- L

  @Test
  void keepsAMessageUntilItIsDueByTheClockOfRedis() {
    long before = link.time();
    assertThat(run(delaying("m", 60_000))).isEqualTo("k");
    assertThat(redis.hgetall(delayed)).isEqualTo(Map.of("m:h", "hm", "m:p", "pm"));
    assertThat(redis.zscore(timers, "m")).isBetween(before + 60_000.0, link.time() + 60_000.0);
    assertThat(ids(outbox)).isEmpty();
  }

  @Test
  void keepsEveryByteAndTheMillisecondOfALongDelay() {
    long before = link.time();
    assertThat(run(call().item("L", BINARY, 999_999_999_999L, BINARY, BINARY))).isEqualTo("k");
    assertThat(redis.hgetall(delayed))
        .isEqualTo(Map.of(BINARY + ":h", BINARY, BINARY + ":p", BINARY));
    assertThat(redis.zscore(timers, BINARY).longValue())
        .isBetween(before + 999_999_999_999L, link.time() + 999_999_999_999L);
  }

  @Test
  void delaysNoMoreThanThereIsRoomFor() {
    fill(MOST - 1);
    assertThat(run(delaying("last", 5).item("L", "more", 5, "h", "p").send("a"))).isEqualTo("kok");
    assertThat(redis.zcard(timers)).isEqualTo(MOST);
    assertThat(redis.hkeys(delayed)).containsExactlyInAnyOrder("last:h", "last:p");
  }

  // ---- X

  @Test
  void takesBackWhatHasNotLeft() {
    run(delaying("m", 60_000));
    assertThat(run(call().item("X", "m").item("X", "m").item("X", "never"))).isEqualTo("kgg");
    assertThat(redis.exists(timers, delayed)).isZero();
  }

  // ---- M

  @Test
  void letsAMessageLeaveOnceWhoeverTries() {
    run(delaying("m", 0));
    assertThat(run(leaving("m"))).isEqualTo("k");
    assertThat(fields(outbox, "h")).containsExactly("h");
    assertThat(redis.exists(timers, delayed)).isZero();
    assertThat(run(callOf(TWO).item("M", "m", "h", "p", "a").send("b"))).isEqualTo("gk");
    assertThat(fields(outbox, "h")).containsExactly("h", "hb");
  }

  @Test
  void ringsWhenAMessageLeaves() {
    run(delaying("m", 0));
    assertThat(rings.heard()).isEmpty();
    run(leaving("m"));
    assertThat(rings.heard()).containsExactly(Keys.bell(keys.shardOf(AGENT)) + " " + AGENT);
    assertThat(redis.hget(seq, "l")).isEqualTo(ids(outbox).get(0));
  }

  @Test
  void keepsAMessageForWhichTheOutboxHasNoRoom() {
    run(delaying("m", 0));
    Map<String, String> then = effects();
    assertThat(run(leaving("m").limit(0))).isEqualTo("f");
    assertThat(effects()).isEqualTo(then);
    assertThat(run(leaving("m").limit(1))).isEqualTo("k");
  }

  @Test
  void keepsAMessageThatTheOutboxCannotTake() {
    run(delaying("m", 0));
    redis.xadd(outbox, new XAddArgs().id(LAST_ID), Map.of("h", "last"));
    Map<String, String> then = effects();
    assertThatThrownBy(() -> run(leaving("m"))).isInstanceOf(LinkException.class);
    assertThat(effects()).isEqualTo(then);
  }

  // ---- of turns

  /** A turn of the entry that delays and takes back, and sets a property. */
  private Call turn(String entry, String delay, String recall) {
    return call()
        .item("U", "", "m", "", 1, 1, Call.INBOX, entry, "0", "r1", 1, 0, 1)
        .rest("x", "1", "h", "p", "a", delay, 60_000, "hd", "pd", recall);
  }

  @Test
  void delaysAndTakesBackWithTheTurn() {
    run(delaying("old", 60_000));
    String entry = held(inbox, ONE);
    assertThat(run(turn(entry, "new", "old"))).isEqualTo("k");
    assertThat(redis.zrange(timers, 0, -1)).containsExactly("new");
    assertThat(redis.hgetall(delayed)).isEqualTo(Map.of("new:h", "hd", "new:p", "pd"));
    assertThat(redis.hget(state, "x")).isEqualTo("1");
    assertThat(fields(outbox, "h")).containsExactly("h");
    assertThat(ids(inbox)).isEmpty();
  }

  @Test
  void doesNothingOfATurnThatTakesBackWhatHasLeft() {
    String entry = held(inbox, ONE);
    Map<String, String> then = effects();
    assertThat(run(turn(entry, "new", "left"))).isEqualTo("c");
    assertThat(effects()).isEqualTo(then);
  }

  @Test
  void doesNothingOfATurnForWhoseDelaysThereIsNoRoom() {
    run(delaying("old", 60_000));
    fill(MOST - 1);
    String entry = held(inbox, ONE);
    Map<String, String> then = effects();
    assertThat(run(turn(entry, "new", "old"))).isEqualTo("o");
    assertThat(effects()).isEqualTo(then);
  }

  @Test
  void doesNothingOfATurnThatIsRefusedForAnythingElse() {
    run(delaying("old", 60_000));
    String entry = held(inbox, ONE);
    String others = held(inbox, TWO);
    Map<String, String> then = effects();
    assertThat(run(turn(others, "new", "old"))).isEqualTo("g");
    assertThat(run(turn(entry, "new", "old").limit(0))).isEqualTo("f");
    assertThat(effects()).isEqualTo(then);
    redis.hset(state, "@revision", "r9");
    then = effects();
    assertThat(run(turn(entry, "new", "old"))).isEqualTo("c");
    assertThat(effects()).isEqualTo(then);
  }

  @Test
  void readsTheItemBehindARefusedTurnWhereItBegins() {
    String others = held(inbox, TWO);
    assertThat(run(turn(others, "new", "old").send("b").item("X", "old"))).isEqualTo("gkg");
    assertThat(run(turn("1-1", "new", "old").item("L", "d", 5, "h", "p"))).isEqualTo("gk");
    assertThat(fields(outbox, "h")).containsExactly("hb");
  }

  @Test
  void answersTheSameCallAgainWithoutDelayingAgain() {
    Call delaying = delaying("m", 60_000);
    assertThat(run(delaying)).isEqualTo("k");
    redis.zrem(timers, "m");
    assertThat(run(delaying)).isEqualTo("k");
    assertThat(redis.exists(timers)).isZero();
  }

  // ---- keys of a wrong type

  @ParameterizedTest
  @ValueSource(strings = {"retries", "timers", "delayed", "lanes", "order"})
  void writesNothingWhenOneOfItsKeysHasAWrongType(String which) {
    String entry = held(inbox, ONE);
    redis.set("agent.%s:{%d}:%s".formatted(which, keys.shardOf(AGENT), AGENT), "spoiled");
    Map<String, String> then = effects();
    List<Supplier<Call>> attempts =
        List.of(
            () -> turn(entry, "new", "old"),
            () -> delaying("m", 5),
            () -> call().item("X", "m"),
            () -> leaving("m"),
            () -> call().item("A", entry, 1, 5),
            () -> call().fullTurn("x", "m", "rp", entry));
    for (Supplier<Call> attempt : attempts) {
      Call call = attempt.get();
      assertThatThrownBy(() -> run(call))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("WRONGTYPE");
    }
    assertThat(effects()).isEqualTo(then);
  }

  // ---- memory

  @Test
  void settlesWhereRedisHasNoMemoryLeftWhileNewMessagesAreRefused() {
    String entry = sorted(ONE, "x");
    String poison = sorted(ONE, "y");
    run(delaying("m", 0));
    run(call().item("A", entry, 1, 5));
    Call refused = call().fullTurn("x", "m", "r", entry);
    Call settling =
        call()
            .settles()
            .fullTurn("x", "m", "r", entry)
            .fullTurn("y", "m", "p", poison)
            .item("M", "m", "h", "p", "a")
            .item("X", "m");
    withoutMemory(
        () -> {
          assertThatThrownBy(() -> run(refused))
              .isInstanceOfSatisfying(
                  LinkException.class,
                  e -> assertThat(e.failure()).isEqualTo(LinkException.Cause.OUT_OF_MEMORY));
          assertThat(run(settling)).isEqualTo("kkkg");
        });
    assertThat(redis.exists(lanes, retries, timers, delayed)).isZero();
    assertThat(ids(inbox)).isEmpty();
    assertThat(ids(outbox)).hasSize(1);
  }

  @Test
  void countsCallsOfBothNamesTogether() {
    Call first = call().send("a");
    assertThat(run(first)).isEqualTo("k");
    assertThat(run(first.settles())).isEqualTo("k");
    assertThat(fields(outbox, "h")).containsExactly("ha");
  }
}
