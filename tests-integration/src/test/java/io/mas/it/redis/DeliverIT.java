package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.XAddArgs;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the header of deliver.lua says. */
class DeliverIT extends OnRealRedis {
  private static final String DEAD = Keys.deadLetters(3);
  private static final String ZERO = "0-0";
  private static final String MARKS = "agent.marks:{3}:bob";
  private static final String INBOX = "agent.stream:{3}:bob";
  private static final String OWN = "agent.stream:{3}:bob:one";
  private static final String MARKS2 = "agent.marks:{3}:eve";
  private static final String INBOX2 = "agent.stream:{3}:eve";

  private Delivery delivery;

  @BeforeEach
  void begin() {
    delivery = new Delivery(DEAD);
  }

  private DeliverIT inbox(String sender, String id, String known) {
    delivery.item("D", MARKS, INBOX, sender, id, known, "h" + id, "p" + id, "g" + id, "");
    return this;
  }

  private DeliverIT own(String sender, String id, String known) {
    delivery.item("I", MARKS, OWN, sender, id, known, "h" + id, "p" + id, "g" + id, "");
    return this;
  }

  private DeliverIT dead(String sender, String id, String known) {
    delivery.item("X", MARKS, INBOX, sender, id, known, "id", id);
    return this;
  }

  private String run() {
    try {
      return delivery.run(link);
    } finally {
      begin();
    }
  }

  @Test
  void appendsToTheInboxAndRaisesTheMark() {
    delivery.item("D", MARKS, INBOX, "a", "1-1", ZERO, "h", "p", "g", "token");
    delivery.item("D", MARKS, INBOX, "a", "1-2", ZERO, "h", "p", "g", "");
    assertThat(run()).isEqualTo("kk");
    assertThat(entries(INBOX).get(0).getBody())
        .isEqualTo(Map.of("h", "h", "p", "p", "g", "g", "k", "token"));
    assertThat(entries(INBOX).get(1).getBody()).isEqualTo(Map.of("h", "h", "p", "p", "g", "g"));
    assertThat(redis.hgetall(MARKS)).isEqualTo(Map.of("a", "1-2"));
  }

  @Test
  void namesTheTrialThatAMessagePassesFor() {
    delivery.item("D", MARKS, INBOX, "a", "1-1", ZERO, "h", "p", "g", "", "1800000000000");
    assertThat(run()).isEqualTo("k");
    assertThat(entries(INBOX).get(0).getBody())
        .isEqualTo(Map.of("h", "h", "p", "p", "g", "g", "b", "1800000000000"));
  }

  @Test
  void dropsWhatTheMarkSaysIsThereAndWritesNothing() {
    inbox("a", "1-1", ZERO).inbox("a", "1-2", ZERO).run();
    Map<String, String> then = everything();
    assertThat(inbox("a", "1-1", ZERO).inbox("a", "1-2", ZERO).run()).isEqualTo("mm");
    assertThat(inbox("a", "0-5", ZERO).dead("a", "1-2", ZERO).run()).isEqualTo("mm");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void goesOnBehindTheMarkInOneCall() {
    redis.hset(MARKS, "a", "1-2");
    assertThat(inbox("a", "1-2", "1-2").inbox("a", "1-3", "1-2").inbox("a", "1-3", "1-2").run())
        .isEqualTo("mkm");
    assertThat(fields(INBOX, "h")).containsExactly("h1-3");
  }

  // ---- ids are two numbers of 64 bits, not text and not doubles

  @ParameterizedTest
  @CsvSource({
    "9-9, 10-0, k",
    "10-0, 9-9, m",
    "5-9, 5-10, k",
    "5-10, 5-9, m",
    "9007199254740992-0, 9007199254740993-0, k",
    "9007199254740993-0, 9007199254740992-0, m",
    "1-9007199254740992, 1-9007199254740993, k",
    "1-9007199254740993, 1-9007199254740992, m",
    "18446744073709551615-18446744073709551614, 18446744073709551615-18446744073709551615, k",
    "18446744073709551615-18446744073709551615, 18446744073709551615-18446744073709551615, m",
    "18446744073709551614-18446744073709551615, 18446744073709551615-0, k",
    "9223372036854775807-0, 9223372036854775808-0, k"
  })
  void comparesIdsAsNumbersOfAnySize(String mark, String id, String result) {
    redis.hset(MARKS, "a", mark);
    assertThat(inbox("a", id, ZERO).run()).isEqualTo(result);
    assertThat(redis.hget(MARKS, "a")).isEqualTo(result.equals("k") ? id : mark);
  }

  @ParameterizedTest
  @CsvSource({
    "1-1, 1-1, k",
    "1-1, 1-2, b",
    "9-9, 10-0, b",
    "9007199254740992-0, 9007199254740993-0, b",
    "18446744073709551615-18446744073709551614, 18446744073709551615-18446744073709551615, b"
  })
  void refusesWhenTheMarkIsBehindWhatIsKnown(String mark, String known, String result) {
    redis.hset(MARKS, "a", mark);
    Map<String, String> then = everything();
    assertThat(inbox("a", LAST_ID, known).run()).isEqualTo(result);
    if (result.equals("b")) {
      assertThat(everything()).isEqualTo(then);
    }
  }

  @Test
  void stopsTheRunAndNoOtherWhereTheMarkIsForgotten() {
    inbox("a", "1-5", "1-4").inbox("a", "1-6", "1-4").inbox("b", "1-1", ZERO);
    delivery.item("D", MARKS2, INBOX2, "a", "1-7", ZERO, "h", "p", "g", "");
    assertThat(run()).isEqualTo("bskk");
    assertThat(fields(INBOX, "h")).containsExactly("h1-1");
    assertThat(redis.hgetall(MARKS)).isEqualTo(Map.of("b", "1-1"));
    assertThat(redis.hgetall(MARKS2)).isEqualTo(Map.of("a", "1-7"));
  }

  // ---- what cannot be appended (F32)

  @Test
  void stopsARunAtAnUnappendableStreamAndLetsOthersPass() {
    redis.set(INBOX, "spoiled");
    inbox("a", "1-1", ZERO).inbox("a", "1-2", ZERO).inbox("b", "1-1", ZERO);
    delivery.item("D", MARKS2, INBOX2, "a", "1-3", ZERO, "h", "p", "g", "");
    assertThat(run()).isEqualTo("fsfk");
    assertThat(redis.exists(MARKS, DEAD)).isZero();
    assertThat(ids(INBOX2)).hasSize(1);
  }

  @Test
  void stopsWhereTheStreamIsAtItsEnd() {
    redis.xadd(INBOX, new XAddArgs().id(LAST_ID), Map.of("h", "last"));
    assertThat(inbox("a", "1-1", ZERO).inbox("a", "1-2", ZERO).run()).isEqualTo("fs");
    assertThat(redis.exists(MARKS)).isZero();
  }

  @Test
  void putsWhatCouldNotBeAppendedIntoTheDeadLettersAndGoesOn() {
    redis.xadd(INBOX, new XAddArgs().id(LAST_ID), Map.of("h", "last"));
    link.createGroup(OWN);
    assertThat(dead("a", "1-1", ZERO).own("a", "1-2", ZERO).inbox("a", "1-3", ZERO).run())
        .isEqualTo("kkf");
    assertThat(fields(DEAD, "id")).containsExactly("1-1");
    assertThat(fields(OWN, "h")).containsExactly("h1-2");
    assertThat(redis.hget(MARKS, "a")).isEqualTo("1-2");
    assertThat(dead("a", "1-1", ZERO).dead("a", "1-3", "1-2").run()).isEqualTo("mk");
    assertThat(fields(DEAD, "id")).containsExactly("1-1", "1-3");
  }

  @Test
  void checksTheMarkForADeadLetterToo() {
    assertThat(dead("a", "1-2", "1-1").dead("a", "1-3", ZERO).run()).isEqualTo("bs");
    assertThat(redis.exists(DEAD, MARKS)).isZero();
  }

  @Test
  void stopsAtAnInstancesStreamOfAWrongType() {
    redis.set(OWN, "spoiled");
    assertThat(own("a", "1-1", ZERO).inbox("a", "1-2", ZERO).run()).isEqualTo("fs");
  }

  // ---- lengths

  @Test
  void answersHowLongEachInboxIsThatHasSomethingOfIt() {
    inbox("z", "1-1", ZERO).inbox("z", "1-2", ZERO).run();
    link.createGroup(OWN);
    inbox("a", "1-1", ZERO).own("a", "1-2", ZERO).inbox("z", "1-2", ZERO);
    delivery.item("D", MARKS2, INBOX2, "a", "1-3", ZERO, "h", "p", "g", "");
    // the keys: dead letters, bob's marks and inbox, his instance's stream, eve's marks and inbox
    assertThat(delivery.answer(link)).isEqualTo("kkmk 3:3 6:1");
    begin();
    redis.set(INBOX, "spoiled");
    inbox("a", "1-4", "1-2").own("b", "1-1", ZERO);
    assertThat(delivery.answer(link)).isEqualTo("fk");
  }

  // ---- instances

  @Test
  void appendsToAnInstancesStreamThatIsThere() {
    link.createGroup(OWN);
    delivery.item("I", MARKS, OWN, "a", "1-1", ZERO, "h", "p", "g", "token");
    assertThat(run()).isEqualTo("k");
    assertThat(entries(OWN).get(0).getBody())
        .isEqualTo(Map.of("h", "h", "p", "p", "g", "g", "k", "token"));
  }

  @Test
  void raisesTheMarkForAnInstanceThatIsGone() {
    assertThat(own("a", "1-1", ZERO).inbox("a", "1-2", "0-0").own("a", "1-1", ZERO).run())
        .isEqualTo("nkm");
    assertThat(redis.exists(OWN)).isZero();
    assertThat(redis.hget(MARKS, "a")).isEqualTo("1-2");
    assertThat(own("a", "1-9", "1-2").run()).isEqualTo("n");
    assertThat(redis.hget(MARKS, "a")).isEqualTo("1-9");
  }

  // ---- several in one call

  @Test
  void keepsTheRunsOfSendersAndTargetsApart() {
    redis.hset(MARKS, "b", "1-5");
    inbox("a", "1-1", ZERO).inbox("b", "1-5", "1-5");
    delivery.item("D", MARKS2, INBOX2, "a", "1-2", ZERO, "h1-2", "p", "g", "");
    inbox("a", "1-3", ZERO).inbox("b", "1-6", "1-5");
    delivery.item("D", MARKS2, INBOX2, "b", "1-1", ZERO, "h1-1", "p", "g", "");
    assertThat(run()).isEqualTo("kmkkkk");
    assertThat(fields(INBOX, "h")).containsExactly("h1-1", "h1-3", "h1-6");
    assertThat(fields(INBOX2, "h")).containsExactly("h1-2", "h1-1");
    assertThat(redis.hgetall(MARKS)).isEqualTo(Map.of("a", "1-3", "b", "1-6"));
    assertThat(redis.hgetall(MARKS2)).isEqualTo(Map.of("a", "1-2", "b", "1-1"));
  }

  @Test
  void writesNothingOfAnItemWhoseMarksHaveAWrongTypeAndKeepsWhatIsBefore() {
    redis.set(MARKS2, "spoiled");
    inbox("a", "1-1", ZERO);
    delivery.item("D", MARKS2, INBOX2, "a", "1-2", ZERO, "h", "p", "g", "");
    assertThatThrownBy(this::run).isInstanceOf(LinkException.class);
    assertThat(redis.exists(INBOX2)).isZero();
    assertThat(inbox("a", "1-1", ZERO).run()).isEqualTo("m");
  }

  @Test
  void takesThousandsOfItems() {
    IntStream.rangeClosed(1, 8_100).forEach(i -> inbox("a", "1-" + i, ZERO));
    IntStream.rangeClosed(1, 8_100).forEach(i -> dead("b" + i, "1-1", ZERO));
    assertThat(run()).isEqualTo("k".repeat(16_200));
    assertThat(redis.xlen(INBOX)).isEqualTo(8_100);
    assertThat(redis.xlen(DEAD)).isEqualTo(8_100);
    assertThat(redis.hlen(MARKS)).isEqualTo(8_101);
  }

  @Test
  void neverAppendsWithoutRaisingTheMark() {
    Object[] fields = IntStream.range(0, 8_100).boxed().toArray();
    delivery.item("X", MARKS, INBOX, "a", "1-1", ZERO, fields);
    try {
      assertThat(run()).isEqualTo("k");
    } catch (LinkException refused) {
      assertThat(redis.exists(DEAD, MARKS)).isZero();
    }
  }

  @Test
  void keepsEveryByteAndPayloadsOfAMebibyte() {
    String large = BINARY.repeat(4096);
    delivery.item("D", MARKS, INBOX, "a", "1-1", ZERO, BINARY, large, BINARY, BINARY);
    delivery.item("X", MARKS, INBOX, "a", "1-2", ZERO, BINARY, large);
    assertThat(run()).isEqualTo("kk");
    assertThat(entries(INBOX).get(0).getBody())
        .isEqualTo(Map.of("h", BINARY, "p", large, "g", BINARY, "k", BINARY));
    assertThat(entries(DEAD).get(0).getBody()).isEqualTo(Map.of(BINARY, large));
  }

  @Test
  void writesNothingForNoItems() {
    Map<String, String> then = everything();
    assertThat(run()).isEmpty();
    assertThat(everything()).isEqualTo(then);
  }
}
