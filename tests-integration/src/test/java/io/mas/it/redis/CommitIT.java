package io.mas.it.redis;

import static io.mas.it.redis.Commit.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.XAddArgs;
import io.mas.internal.redis.Keys;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of commit.lua says. */
class CommitIT extends OnRealRedis {
  private static final String LEASE = Keys.lease(SHARD);
  private static final String CURSOR = Keys.cursor(SHARD);
  private static final String DUE = Keys.due(SHARD);
  private static final String LEDGER = Keys.ledger(SHARD);
  private static final String AUDIT = Keys.audit(SHARD);
  private static final String DEAD = Keys.deadLetters(SHARD);

  private final String outbox = "agent.outbox:{3}:a";
  private final String seq = "agent.seq:{3}:a";
  private final String stream = "agent.stream:{3}:a:one";

  @BeforeEach
  void take() {
    redis.hset(LEASE, Map.of("owner", "g1", "fence", "5", "commit", "7", "until", "1"));
    for (int i = 1; i <= 4; i++) {
      redis.xadd(outbox, new XAddArgs().id("1-" + i), Map.of("h", "m" + i));
    }
    redis.hset(seq, "l", "1-4");
  }

  private List<Object> run(Commit commit) {
    return commit.run(link);
  }

  private Commit full(Object fence, Object number) {
    return new Commit(fence, number)
        .decided(outbox, seq, "1-3")
        .cursor("a", "1-3")
        .ledger("a", "4")
        .due("a:1-2", "digest")
        .trim(outbox, "1-2")
        .audit("record")
        .notice(stream, "h", "p", "g")
        .dead("reason", "why", "payload", "p")
        .released("a:1-3")
        .limit("a", "m1.x")
        .limit("b", "")
        .circuit("a", "c 7*1")
        .circuit("b:trial", "");
  }

  @Test
  void writesEverySection() {
    redis.hset(LEDGER, Map.of("a:old", "1", "b", "2"));
    redis.hset(DUE, Map.of("a:0-9", "old", "b:1-1", "kept"));
    redis.hset(Keys.limits(SHARD), Map.of("a", "m9.y", "b", "m1.z", "c", "m1.z"));
    redis.hset(Keys.breakers(SHARD), Map.of("b:trial", "7 7 1 2", "b:wish", "open 7 0"));
    redis.hset(Keys.released(SHARD), Map.of("a:1-3", "letter", "a:1-4", "letter"));
    link.createGroup(stream);
    List<Object> answer =
        run(full(5, 8).ledger("a:one", "x").ledger("a:old", "").due("a:0-9", "").audit("second"));
    assertThat(answer).containsExactly(1L);
    assertThat(redis.hgetall(CURSOR)).isEqualTo(Map.of("a", "1-3"));
    assertThat(redis.hgetall(LEDGER)).isEqualTo(Map.of("a", "4", "a:one", "x", "b", "2"));
    assertThat(redis.hgetall(DUE)).isEqualTo(Map.of("a:1-2", "digest", "b:1-1", "kept"));
    assertThat(ids(outbox)).containsExactly("1-2", "1-3", "1-4");
    assertThat(fields(AUDIT, "r")).containsExactly("record", "second");
    assertThat(entries(stream).get(0).getBody()).isEqualTo(Map.of("h", "h", "p", "p", "g", "g"));
    assertThat(entries(DEAD).get(0).getBody()).isEqualTo(Map.of("reason", "why", "payload", "p"));
    assertThat(redis.hgetall(Keys.limits(SHARD))).isEqualTo(Map.of("a", "m1.x", "c", "m1.z"));
    assertThat(redis.hgetall(Keys.breakers(SHARD)))
        .isEqualTo(Map.of("a", "c 7*1", "b:wish", "open 7 0"));
    assertThat(redis.hgetall(Keys.released(SHARD))).isEqualTo(Map.of("a:1-4", "letter"));
    assertThat(redis.hgetall(seq)).isEqualTo(Map.of("l", "1-4", "d", "1-3"));
  }

  @Test
  void holdsForApprovalAndEndsWhatIsHeldStill() {
    assertThat(run(new Commit(5, 8).held("900 12", "payload", "p", "until", "900"))).isEmpty();
    String id = ids(Keys.held(SHARD)).get(0);
    assertThat(entries(Keys.held(SHARD)).get(0).getBody())
        .isEqualTo(Map.of("payload", "p", "until", "900"));
    assertThat(redis.hgetall(Keys.approvals(SHARD))).isEqualTo(Map.of(id, "900 12"));
    assertThat(run(new Commit(5, 8).held("900 12", "payload", "p"))).isEmpty();
    assertThat(ids(Keys.held(SHARD))).containsExactly(id);
    run(new Commit(5, 9).unheld(id).audit("ended"));
    assertThat(redis.exists(Keys.approvals(SHARD))).isZero();
    assertThat(ids(Keys.held(SHARD))).isEmpty();
    assertThat(run(new Commit(5, 9).unheld(id).audit("ended"))).isEmpty();
    assertThat(fields(AUDIT, "r")).containsExactly("ended");
  }

  @Test
  void endsNothingThatWasApprovedMeanwhile() {
    Map<String, String> then = everything();
    assertThat(run(new Commit(5, 8).unheld("1-1").audit("ended").cursor("a", "1-2")))
        .containsExactly("HELD", "1-1");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void extendsTheLease() {
    assertThat(run(new Commit(5, 8))).isEmpty();
    assertThat(Long.parseLong(redis.hget(LEASE, "until")))
        .isBetween(link.time() + 1, link.time() + 10_000);
    assertThat(redis.hgetall(LEASE)).containsEntry("commit", "8").containsEntry("fence", "5");
  }

  // ---- fence and number

  @ParameterizedTest
  @ValueSource(strings = {"4", "6", "", "5.0", "05"})
  void refusesEveryFenceButTheOneInForce(String fence) {
    Map<String, String> then = everything();
    assertThat(run(full(fence, 8))).containsExactly("FENCED", "5");
    assertThat(run(full(fence, 7))).containsExactly("FENCED", "5");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void refusesACommitWhereNobodyHoldsALease() {
    redis.del(LEASE);
    Map<String, String> then = everything();
    assertThat(run(full(0, 1))).containsExactly("FENCED", "0");
    assertThat(everything()).isEqualTo(then);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "6", "9", "10", "9007199254740993"})
  void refusesEveryNumberButTheNextAndTheSameAgain(String number) {
    Map<String, String> then = everything();
    assertThat(run(full(5, number))).containsExactly("ORDER", "7");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void beginsWithNumberOne() {
    redis.hdel(LEASE, "commit");
    assertThat(run(new Commit(5, 2))).containsExactly("ORDER", "0");
    assertThat(run(new Commit(5, 1))).isEmpty();
  }

  @Test
  void writesNothingForTheSameNumberAgainAndAnswersWhetherThereIsMore() {
    link.createGroup(stream);
    List<Object> answer = run(full(5, 8));
    Map<String, String> then = everything();
    assertThat(run(full(5, 8))).isEqualTo(answer).containsExactly(1L);
    assertThat(everything()).isEqualTo(then);
    redis.hdel(seq, "d");
    redis.xtrim(outbox, 0);
    then = everything();
    assertThat(run(full(5, 8))).containsExactly(1L);
    assertThat(everything()).isEqualTo(then);
  }

  // ---- what was decided must be there

  @Test
  void refusesToStepOverAnEntryThatIsGone() {
    redis.xadd("agent.outbox:{3}:b", new XAddArgs().id("1-1"), Map.of("h", "x"));
    redis.xdel(outbox, "1-3");
    Map<String, String> then = everything();
    Commit commit = full(5, 8).decided("agent.outbox:{3}:b", "agent.seq:{3}:b", "1-1");
    assertThat(run(commit)).as("which of the senders").containsExactly("STEP", "1");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void refusesToStepOverAnOutboxThatIsGoneOrSpoiled() {
    redis.del(outbox);
    assertThat(run(full(5, 8)).get(0)).isEqualTo("STEP");
    redis.set(outbox, "spoiled");
    assertThat(run(full(5, 8)).get(0)).isEqualTo("STEP");
    assertThat(redis.hget(LEASE, "commit")).isEqualTo("7");
    assertThat(redis.exists(CURSOR, AUDIT, DUE, LEDGER, DEAD)).isZero();
  }

  @Test
  void decidesAnEntryAtTheGreatestId() {
    redis.xadd(outbox, new XAddArgs().id(LAST_ID), Map.of("h", "last"));
    redis.hset(seq, "l", LAST_ID);
    assertThat(
            run(
                new Commit(5, 8)
                    .decided(outbox, seq, LAST_ID)
                    .cursor("a", LAST_ID)
                    .trim(outbox, LAST_ID)))
        .containsExactly(0L);
    assertThat(redis.hget(CURSOR, "a")).isEqualTo(LAST_ID);
    assertThat(ids(outbox)).containsExactly(LAST_ID);
    run(new Commit(5, 9).trim(outbox, "0-0"));
    assertThat(ids(outbox)).isEmpty();
  }

  // ---- more

  @Test
  void answersForEachAgentAskedInOrder() {
    for (String agent : List.of("b", "c")) {
      redis.xadd("agent.outbox:{3}:" + agent, new XAddArgs().id("2-1"), Map.of("h", "x"));
    }
    redis.hset("agent.seq:{3}:b", "l", "2-1");
    Commit commit =
        new Commit(5, 8)
            .decided(outbox, seq, "1-4")
            .decided("agent.outbox:{3}:c", "agent.seq:{3}:c", "2-1")
            .decided("agent.outbox:{3}:b", "agent.seq:{3}:b", "2-1");
    assertThat(run(commit)).containsExactly(0L, 0L, 0L);
    assertThat(redis.hget("agent.seq:{3}:c", "d")).isEqualTo("2-1");
  }

  @ParameterizedTest
  @CsvSource({"1-4, 0", "1-5, 1", "1-10, 1", "2-0, 1", "0-9, 0", "'', 0", "nonsense, 0", "1-, 0"})
  void answersByIdsAndTakesNonsenseForNothing(String sent, long more) {
    redis.hset(seq, "l", sent);
    assertThat(run(full(5, 8).decided(outbox, seq, "1-4"))).element(1).isEqualTo(more);
    assertThat(redis.hget(LEASE, "commit")).isEqualTo("8");
  }

  @ParameterizedTest
  @CsvSource({"1-3, 1", "1-4, 0"})
  void letsTheBellRingAgainOnceEverythingIsDecided(String decided, long more) {
    String agent = "a";
    redis.hset(seq, "one:c", "0");
    redis.hset("agent:{3}:a:instance:one", "number", "1");
    assertThat(run(new Commit(5, 8).decided(outbox, seq, decided))).containsExactly(more);
    link.callForText(
        "mas_call",
        List.of(
            seq,
            outbox,
            "agent.state:{3}:a",
            "agent.stream:{3}:a",
            stream,
            "agent:{3}:a:instance:one"),
        arguments(agent, "one", 1, Keys.bell(SHARD), 100, 1, "S", 1, "h", "p", "a"));
    assertThat(rings.heard()).hasSize(more == 0 ? 1 : 0);
  }

  // ---- what an agent can spoil (F32)

  @Test
  void goesOnWhenAgentsHaveSpoiledTheirKeys() {
    redis.set(seq, "spoiled");
    redis.set(stream, "spoiled");
    redis.set("agent.outbox:{3}:b", "spoiled");
    assertThat(run(full(5, 8).trim("agent.outbox:{3}:b", "1-1"))).containsExactly(0L);
    assertThat(fields(AUDIT, "r")).containsExactly("record");
    assertThat(ids(DEAD)).hasSize(1);
    assertThat(redis.hget(LEASE, "commit")).isEqualTo("8");
    assertThat(redis.get(seq)).isEqualTo("spoiled");
  }

  @Test
  void goesOnWhenAnInstanceHasDrivenItsStreamToTheEnd() {
    redis.xadd(stream, new XAddArgs().id(LAST_ID), Map.of("h", "last"));
    assertThat(run(full(5, 8).notice(stream, "h2", "p", "g"))).containsExactly(1L);
    assertThat(ids(stream)).containsExactly(LAST_ID);
    assertThat(redis.hget(LEASE, "commit")).isEqualTo("8");
  }

  @Test
  void tellsOnlyInstancesWhoseStreamIsThere() {
    String gone = "agent.stream:{3}:a:gone";
    link.createGroup(stream);
    run(new Commit(5, 8).notice(gone, "h", "p", "g").notice(stream, "h", "p", "g"));
    assertThat(redis.exists(gone)).isZero();
    assertThat(ids(stream)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0-1, 4", "1-1, 4", "1-3, 2", "1-5, 0", "18446744073709551615-1, 0", "0-0, 0"})
  void trimsWhatIsBeforeTheLowestIdToKeep(String lowest, int left) {
    run(new Commit(5, 8).trim(outbox, lowest));
    assertThat(ids(outbox)).hasSize(left);
  }

  // ---- sizes and bytes

  @Test
  void takesThousandsInEverySection() {
    link.createGroup(stream);
    Commit commit = new Commit(5, 8);
    for (int i = 0; i < 8_100; i++) {
      commit.cursor("a" + i, "1-1").ledger("a" + i, "1").due("a:1-" + i, "d").audit("r" + i);
      commit.notice(stream, "h" + i, "p", "g").dead("f", "v" + i).trim(outbox, "1-1");
      commit.decided(outbox, seq, "1-4");
    }
    assertThat(run(commit)).hasSize(8_100).containsOnly(0L);
    assertThat(redis.hlen(CURSOR)).isEqualTo(8_100);
    assertThat(redis.hlen(LEDGER)).isEqualTo(8_100);
    assertThat(redis.hlen(DUE)).isEqualTo(8_100);
    assertThat(redis.xlen(AUDIT)).isEqualTo(8_100);
    assertThat(redis.xlen(stream)).isEqualTo(8_100);
    assertThat(redis.xlen(DEAD)).isEqualTo(8_100);
  }

  @Test
  void takesADeadLetterOfThousandsOfFields() {
    String[] fields = IntStream.range(0, 7_800).mapToObj(Integer::toString).toArray(String[]::new);
    run(new Commit(5, 8).dead(fields));
    assertThat(entries(DEAD).get(0).getBody()).hasSize(3_900);
  }

  @Test
  void keepsEveryByteAndPayloadsOfAMebibyte() {
    String large = BINARY.repeat(4096);
    link.createGroup(stream);
    run(
        new Commit(5, 8)
            .cursor(BINARY, BINARY)
            .ledger(BINARY, BINARY)
            .due(BINARY, BINARY)
            .audit(BINARY)
            .notice(stream, BINARY, large, BINARY)
            .dead(BINARY, large));
    assertThat(redis.hgetall(CURSOR)).isEqualTo(Map.of(BINARY, BINARY));
    assertThat(redis.hgetall(LEDGER)).isEqualTo(Map.of(BINARY, BINARY));
    assertThat(redis.hgetall(DUE)).isEqualTo(Map.of(BINARY, BINARY));
    assertThat(fields(AUDIT, "r")).containsExactly(BINARY);
    assertThat(entries(stream).get(0).getBody())
        .isEqualTo(Map.of("h", BINARY, "p", large, "g", BINARY));
    assertThat(entries(DEAD).get(0).getBody()).isEqualTo(Map.of(BINARY, large));
  }

  @Test
  void commitsAlsoWhenRedisHasNoMemoryLeft() {
    link.createGroup(stream);
    try {
      redis.configSet("maxmemory", "1");
      assertThat(run(full(5, 8))).containsExactly(1L);
    } finally {
      redis.configSet("maxmemory", "0");
    }
    assertThat(ids(AUDIT)).hasSize(1);
    assertThat(ids(stream)).hasSize(1);
    assertThat(Arrays.asList(redis.hget(CURSOR, "a"), redis.hget(seq, "d")))
        .containsExactly("1-3", "1-3");
  }
}
