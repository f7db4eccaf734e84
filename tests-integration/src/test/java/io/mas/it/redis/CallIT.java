package io.mas.it.redis;

import static io.mas.it.redis.Call.INBOX;
import static io.mas.it.redis.Call.NO_ENTRY;
import static io.mas.it.redis.Call.OWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of call.lua says. */
class CallIT extends OnRealRedis {
  private static final String AGENT = "alice";
  private static final String INSTANCE = "one";

  private String outbox;
  private String seq;
  private String state;
  private String inbox;
  private String own;
  private String record;
  private String ring;

  @BeforeEach
  void join() {
    outbox = keys.outbox(AGENT);
    seq = keys.sequence(AGENT);
    state = keys.state(AGENT);
    inbox = keys.inbox(AGENT);
    own = keys.instanceStream(AGENT, INSTANCE);
    record = keys.instance(AGENT, INSTANCE);
    ring = Keys.bell(keys.shardOf(AGENT)) + " " + AGENT;
    redis.hset(seq, INSTANCE + ":c", "0");
    redis.hset(record, "number", "1");
  }

  private static Call call(Object number) {
    return new Call(AGENT, INSTANCE, number);
  }

  private String run(Call call) {
    return call.run(link, keys);
  }

  // ---- whatever a hostile agent calls it with

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S 1e15",
        "S 1000000000000000",
        "S -1",
        "S 0.5",
        "S inf",
        "S nan",
        "S 0x10",
        "S 1 h p",
        "S 1 h p a extra",
        "T 4 1-1 r r 999999 0 0",
        "T 4 1-1 r r 0 1e9 0",
        "T 4 1-1 r r 0 0 inf",
        "T 1 1-1 r r 0 0 0",
        "T 4 1-1 r r",
        "X 1 h p a",
        "S"
      })
  void refusesArgumentsThatAreNoCallBeforeItDoesAnything(String items) {
    Map<String, String> then = everything();
    Arguments arguments = arguments(AGENT, INSTANCE, 1, "bell", 100_000, 2, "S", 1, "h", "p", "a");
    arguments.addAll(arguments((Object[]) items.split(" ", -1)));
    assertThatThrownBy(
            () -> link.callForText("mas_call", Call.keys(keys, AGENT, INSTANCE), arguments))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("not a call");
    assertThat(everything()).isEqualTo(then);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e6", "-1", "2", "999999"})
  void refusesANumberOfItemsThatAreNotThere(String count) {
    Map<String, String> then = everything();
    assertThatThrownBy(
            () ->
                link.callForText(
                    "mas_call",
                    Call.keys(keys, AGENT, INSTANCE),
                    arguments(AGENT, INSTANCE, 1, "bell", 100_000, count, "S", 1, "h", "p", "a")))
        .isInstanceOf(LinkException.class);
    assertThat(everything()).isEqualTo(then);
  }

  // ---- the number of a call

  @Test
  void runsACallWhoseNumberIsOneMoreThanTheLast() {
    assertThat(run(call(1).send("a", "b"))).isEqualTo("k");
    assertThat(run(call(2).send("c"))).isEqualTo("k");
    assertThat(fields(outbox, "h")).containsExactly("ha", "hb", "hc");
    assertThat(fields(outbox, "p")).containsExactly("pa", "pb", "pc");
    assertThat(fields(outbox, "a")).containsExactly("aa", "ab", "ac");
    assertThat(redis.hget(seq, INSTANCE + ":c")).isEqualTo("2");
  }

  @Test
  void answersTheSameNumberAgainWithTheResultsOfThenAndWritesNothing() {
    Call first =
        call(1)
            .send("a")
            .turn(NO_ENTRY, "", "7", "8", Map.of("x", "1"), List.of(), "b")
            .turn(INBOX, "1-1", "", "8", Map.of(), List.of(), "c");
    assertThat(run(first)).isEqualTo("kcg");
    Map<String, String> then = everything();
    rings.heard();
    assertThat(run(first)).isEqualTo("kcg");
    assertThat(run(call(1).send("other"))).isEqualTo("kcg");
    assertThat(everything()).isEqualTo(then);
    assertThat(rings.heard()).isEmpty();
  }

  @Test
  void answersTheSameNumberAlsoWhenTheRegistrationHasLapsedSince() {
    assertThat(run(call(1).send("a"))).isEqualTo("k");
    redis.del(record);
    assertThat(run(call(1).send("a"))).isEqualTo("k");
    assertThat(ids(outbox)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2", "4", "5", "9007199254740993"})
  void doesNothingForACallOutOfTurnAndTellsTheLastNumber(String number) {
    redis.hset(seq, Map.of(INSTANCE + ":c", "3", INSTANCE + ":r", "k"));
    if (number.equals("4")) {
      assertThat(run(call(number).send("a"))).isEqualTo("k");
      return;
    }
    Map<String, String> then = everything();
    assertThat(run(call(number).send("a"))).isEqualTo("!3");
    assertThat(everything()).isEqualTo(then);
    assertThat(rings.heard()).isEmpty();
  }

  @Test
  void countsTheCallsOfEachInstanceByThemselves() {
    redis.hset(seq, "two:c", "0");
    redis.hset(keys.instance(AGENT, "two"), "number", "2");
    assertThat(run(call(1).send("a"))).isEqualTo("k");
    assertThat(run(new Call(AGENT, "two", 1).send("b"))).isEqualTo("k");
    assertThat(run(call(2).send("c"))).isEqualTo("k");
    assertThat(fields(outbox, "h")).containsExactly("ha", "hb", "hc");
  }

  @Test
  void runsNothingForAnInstanceThatNeverRegistered() {
    Map<String, String> then = everything();
    assertThat(run(new Call(AGENT, "stranger", 1).send("a"))).isEqualTo("?");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void runsALapsedInstancesCallOnceItHasRegisteredAgain() {
    redis.del(record);
    Map<String, String> then = everything();
    assertThat(run(call(1).send("a"))).isEqualTo("?");
    assertThat(everything()).isEqualTo(then);
    redis.hset(record, "number", "2");
    assertThat(run(call(1).send("a"))).isEqualTo("k");
  }

  @Test
  void answersACallWithoutItems() {
    assertThat(run(call(1))).isEmpty();
    assertThat(run(call(1))).isEmpty();
    assertThat(run(call(2).send("a"))).isEqualTo("k");
  }

  // ---- turns

  @Test
  void settlesATurnsEntryInTheInboxAndInTheInstancesOwnStream() {
    String shared = held(inbox, INSTANCE);
    String reply = held(own, INSTANCE);
    assertThat(
            run(
                call(1)
                    .turn(INBOX, shared, "", "", Map.of(), List.of())
                    .turn(OWN, reply, "", "", Map.of(), List.of())))
        .isEqualTo("kk");
    assertThat(ids(inbox)).isEmpty();
    assertThat(ids(own)).isEmpty();
    assertThat(holds(inbox, INSTANCE) + holds(own, INSTANCE)).isZero();
    assertThat(rings.heard()).isEmpty();
  }

  @Test
  void commitsATurnWhoseEntryWasDeletedWhileItWasHeld() {
    String entry = held(inbox, INSTANCE);
    redis.xdel(inbox, entry);
    assertThat(run(call(1).turn(INBOX, entry, "", "", Map.of(), List.of(), "a"))).isEqualTo("k");
    assertThat(holds(inbox, INSTANCE)).isZero();
    assertThat(fields(outbox, "h")).containsExactly("ha");
  }

  @Test
  void leavesATurnAloneWhoseEntryIsNotTheInstances() {
    String others = held(inbox, "two");
    String free = redis.xadd(inbox, Map.of("h", "unread"));
    Map<String, String> then = everything();
    Map<String, String> sets = Map.of("x", "1", "y", "2");
    assertThat(
            run(
                call(1)
                    .turn(INBOX, others, "", "1", sets, List.of("z"), "a", "b")
                    .turn(INBOX, free, "", "1", sets, List.of("z"), "a", "b")
                    .turn(INBOX, "1-1", "", "1", sets, List.of("z"), "a", "b")
                    .turn(OWN, others, "", "1", sets, List.of("z"), "a", "b")))
        .isEqualTo("gggg");
    Map<String, String> now = everything();
    then.remove(seq);
    now.remove(seq);
    assertThat(now).isEqualTo(then);
  }

  @Test
  void goesOnAfterATurnThatIsGone() {
    String entry = held(inbox, INSTANCE);
    assertThat(
            run(
                call(1)
                    .turn(INBOX, "1-1", "", "1", Map.of("x", "1"), List.of("y"), "lost", "lost")
                    .send("a")
                    .turn(INBOX, entry, "", "2", Map.of("x", "2"), List.of(), "b")))
        .isEqualTo("gkk");
    assertThat(fields(outbox, "h")).containsExactly("ha", "hb");
    assertThat(redis.hgetall(state)).isEqualTo(Map.of("x", "2", "@revision", "2"));
  }

  @Test
  void settlesAnEntryOnceInACall() {
    String entry = held(inbox, INSTANCE);
    assertThat(
            run(
                call(1)
                    .turn(INBOX, entry, "", "", Map.of(), List.of(), "a")
                    .turn(INBOX, entry, "", "", Map.of(), List.of(), "a")))
        .isEqualTo("kg");
    assertThat(fields(outbox, "h")).containsExactly("ha");
  }

  @Test
  void takesAStateNeverWrittenForRevisionZero() {
    assertThat(run(call(1).turn(NO_ENTRY, "", "0", "r1", Map.of("x", "1"), List.of())))
        .isEqualTo("k");
    assertThat(redis.hgetall(state)).isEqualTo(Map.of("x", "1", "@revision", "r1"));
  }

  @Test
  void chainsTheRevisionsOfTheTurnsOfACall() {
    assertThat(
            run(
                call(1)
                    .turn(NO_ENTRY, "", "0", "r1", Map.of("x", "1", "y", "1"), List.of())
                    .turn(NO_ENTRY, "", "r1", "r2", Map.of("x", "2"), List.of("y"))
                    .turn(NO_ENTRY, "", "r1", "r3", Map.of("x", "3"), List.of())
                    .turn(NO_ENTRY, "", "r3", "r4", Map.of("x", "4"), List.of())
                    .turn(NO_ENTRY, "", "", "r5", Map.of("z", "5"), List.of())
                    .turn(NO_ENTRY, "", "r5", "r6", Map.of(), List.of(), "read only")
                    .turn(NO_ENTRY, "", "r5", "r7", Map.of(), List.of("nothing"))))
        .isEqualTo("kkcckkk");
    assertThat(redis.hgetall(state)).isEqualTo(Map.of("x", "2", "z", "5", "@revision", "r7"));
    assertThat(run(call(2).turn(NO_ENTRY, "", "r6", "r8", Map.of("x", "8"), List.of())))
        .isEqualTo("c");
  }

  @Test
  void doesNothingOfATurnInConflictAndKeepsItsEntry() {
    String entry = held(inbox, INSTANCE);
    redis.hset(state, Map.of("x", "0", "@revision", "r9"));
    assertThat(run(call(1).turn(INBOX, entry, "r8", "r10", Map.of("x", "1"), List.of("y"), "a")))
        .isEqualTo("c");
    assertThat(redis.hgetall(state)).isEqualTo(Map.of("x", "0", "@revision", "r9"));
    assertThat(ids(outbox)).isEmpty();
    assertThat(holds(inbox, INSTANCE)).isOne();
  }

  @Test
  void sendsInTheOrderOfItems() {
    assertThat(
            run(
                call(1)
                    .send("a", "b")
                    .turn(NO_ENTRY, "", "", "", Map.of(), List.of(), "c", "d")
                    .send("e")
                    .turn(NO_ENTRY, "", "", "1", Map.of("x", "1"), List.of(), "f")))
        .isEqualTo("kkkk");
    assertThat(fields(outbox, "h")).containsExactly("ha", "hb", "hc", "hd", "he", "hf");
    assertThat(redis.hget(seq, "l")).isEqualTo(ids(outbox).get(5));
  }

  // ---- the outbox's bound

  @Test
  void sendsAllOrNoneOfAnItemWithinTheBound() {
    assertThat(run(call(1).limit(5).send("a", "b").send("c", "d", "e", "f").send("g", "h", "i")))
        .isEqualTo("kfk");
    assertThat(fields(outbox, "h")).containsExactly("ha", "hb", "hg", "hh", "hi");
    assertThat(run(call(2).limit(5).send("j").send())).isEqualTo("fk");
  }

  @Test
  void boundsWhatTurnsSendTooAndLetsThosePassThatSendNothing() {
    redis.xadd(outbox, Map.of("h", "before"));
    assertThat(
            run(
                call(1)
                    .limit(3)
                    .turn(NO_ENTRY, "", "0", "r", Map.of("x", "1"), List.of(), "a", "b", "c")
                    .turn(NO_ENTRY, "", "0", "r", Map.of("y", "1"), List.of())
                    .turn(NO_ENTRY, "", "", "", Map.of(), List.of(), "a", "b")
                    .send("d")))
        .isEqualTo("fkkf");
    assertThat(ids(outbox)).hasSize(3);
    assertThat(redis.hkeys(state)).containsExactlyInAnyOrder("y", "@revision");
  }

  // ---- the bell

  @Test
  void ringsOnceAndOnlyWhenEverythingBeforeWasDecided() {
    run(call(1).send("a", "b").send("c"));
    assertThat(rings.heard()).containsExactly(ring);
    run(call(2).send("d"));
    assertThat(rings.heard()).isEmpty();
    redis.hset(seq, "d", ids(outbox).get(2));
    run(call(3).send("e"));
    assertThat(rings.heard()).isEmpty();
    redis.hset(seq, "d", ids(outbox).get(4));
    run(call(4).send("f"));
    assertThat(rings.heard()).containsExactly(ring);
  }

  @ParameterizedTest
  @CsvSource({"1-9, 1-9, 1", "1-9, 1-10, 1", "1-9, 2-0, 1", "1-10, 1-9, 0", "9-0, 10-0, 1"})
  void ringsByIdsSinceWhatIsWrittenRawTakesTheDecidedPastTheSent(
      String sent, String decided, int rung) {
    redis.hset(seq, Map.of("l", sent, "d", decided));
    run(call(1).send("a"));
    assertThat(rings.heard()).hasSize(rung);
  }

  @Test
  void doesNotRingWhenNothingWasSent() {
    run(call(1).turn(NO_ENTRY, "", "", "1", Map.of("x", "1"), List.of()).limit(0).send("a"));
    assertThat(rings.heard()).isEmpty();
    assertThat(redis.hget(seq, "l")).isNull();
  }

  // ---- keys that the agent has spoiled (F32)

  @ParameterizedTest
  @ValueSource(strings = {"outbox", "seq", "state", "record of any type"})
  void writesNothingWhenOneOfItsKeysHasAWrongType(String which) {
    String entry = held(inbox, INSTANCE);
    String key =
        switch (which) {
          case "outbox" -> outbox;
          case "seq" -> seq;
          case "state" -> state;
          default -> record;
        };
    redis.set(key, "spoiled");
    Map<String, String> then = everything();
    Call call = call(1).send("a").turn(INBOX, entry, "", "1", Map.of("x", "1"), List.of("y"), "b");
    if (key.equals(record)) {
      assertThat(run(call)).isEqualTo("kk");
      return;
    }
    assertThatThrownBy(() -> run(call))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("WRONGTYPE");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void takesAnEntryInAStreamOfAWrongTypeForGone() {
    redis.set(inbox, "spoiled");
    assertThat(run(call(1).turn(INBOX, "1-1", "", "1", Map.of("x", "1"), List.of(), "a").send("b")))
        .isEqualTo("gk");
    assertThat(redis.exists(state)).isZero();
  }

  @Test
  void writesNothingOfATurnWhoseOutboxIsAtItsEnd() {
    String entry = held(inbox, INSTANCE);
    redis.xadd(outbox, new io.lettuce.core.XAddArgs().id(LAST_ID), Map.of("h", "last"));
    Map<String, String> then = everything();
    assertThatThrownBy(
            () -> run(call(1).turn(INBOX, entry, "0", "1", Map.of("x", "1"), List.of("y"), "a")))
        .isInstanceOf(LinkException.class);
    assertThat(everything()).isEqualTo(then);
  }

  // ---- sizes and bytes

  @Test
  void takesThousandsOfItemsSendsAndFields() {
    Call call = call(1);
    IntStream.range(0, 8_100).forEach(i -> call.send("m" + i));
    String[] many = IntStream.range(0, 8_100).mapToObj(i -> "t" + i).toArray(String[]::new);
    Map<String, String> sets = new LinkedHashMap<>();
    IntStream.range(0, 8_100).forEach(i -> sets.put("f" + i, "v" + i));
    call.turn(NO_ENTRY, "", "0", "r1", sets, List.of(), many);
    call.turn(NO_ENTRY, "", "r1", "r2", Map.of(), List.copyOf(sets.keySet()));
    assertThat(run(call)).isEqualTo("k".repeat(8_102));
    assertThat(redis.xlen(outbox)).isEqualTo(16_200);
    assertThat(redis.hgetall(state)).isEqualTo(Map.of("@revision", "r2"));
    assertThat(run(call)).hasSize(8_102);
  }

  @Test
  void takesPayloadsOfAMebibyte() {
    String mebibyte = "x".repeat(1 << 20);
    assertThat(run(call(1).send(mebibyte, mebibyte))).isEqualTo("k");
    assertThat(fields(outbox, "p")).containsExactly("p" + mebibyte, "p" + mebibyte);
  }

  @Test
  void keepsEveryByteOfEveryValue() {
    assertThat(
            run(
                call(1)
                    .send(BINARY)
                    .turn(NO_ENTRY, "", "0", BINARY, Map.of(BINARY, BINARY), List.of("\0"), BINARY)
                    .turn(NO_ENTRY, "", BINARY, "r", Map.of("x", ""), List.of(BINARY))))
        .isEqualTo("kkk");
    assertThat(fields(outbox, "h")).containsExactly("h" + BINARY, "h" + BINARY);
    assertThat(fields(outbox, "p")).containsExactly("p" + BINARY, "p" + BINARY);
    assertThat(fields(outbox, "a")).containsExactly("a" + BINARY, "a" + BINARY);
    assertThat(redis.hgetall(state)).isEqualTo(Map.of("x", "", "@revision", "r"));
  }
}
