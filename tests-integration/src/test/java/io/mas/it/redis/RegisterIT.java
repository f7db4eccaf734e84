package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of register.lua says. */
class RegisterIT extends OnRealRedis {
  private static final String AGENT = "alice";

  private String outbox;
  private String seq;

  @BeforeEach
  void names() {
    outbox = keys.outbox(AGENT);
    seq = keys.sequence(AGENT);
  }

  private Object register(String instance, Object number, Object... fields) {
    return registerBefore(1, instance, number, fields);
  }

  private Object registerBefore(int call, String instance, Object number, Object... fields) {
    Arguments arguments =
        arguments(
            AGENT, instance, number, 15_000, 600_000, bell(), registry(), "h", "p", "a", call);
    return link.callForAny(
        "mas_register",
        List.of(keys.instance(AGENT, instance), outbox, seq, keys.instanceStream(AGENT, instance)),
        arguments.addAll(arguments(fields)));
  }

  private String bell() {
    return Keys.bell(keys.shardOf(AGENT));
  }

  private String registry() {
    return Keys.registry(keys.shardOf(AGENT));
  }

  @Test
  void writesRecordEntryStreamAndNumbers() {
    assertThat(register("one", 1, "token", "t", "host", "here")).isEqualTo(1L);
    Map<String, String> record = redis.hgetall(keys.instance(AGENT, "one"));
    assertThat(record)
        .containsEntry("number", "1")
        .containsEntry("token", "t")
        .containsEntry("host", "here")
        .containsOnlyKeys("number", "token", "host", "heartbeat");
    assertThat(Long.parseLong(record.get("heartbeat")))
        .isBetween(link.time() - 60_000, link.time());
    assertThat(redis.pttl(keys.instance(AGENT, "one"))).isBetween(1L, 15_000L);
    assertThat(redis.pttl(keys.instanceStream(AGENT, "one"))).isBetween(15_001L, 600_000L);
    assertThat(entries(outbox).get(0).getBody()).isEqualTo(Map.of("h", "h", "p", "p", "a", "a"));
    assertThat(redis.hgetall(seq))
        .isEqualTo(Map.of("n", "1", "one:c", "0", "l", ids(outbox).get(0)));
    assertThat(redis.xinfoGroups(keys.instanceStream(AGENT, "one"))).hasSize(1);
    assertThat(rings.heard())
        .containsExactlyInAnyOrder(bell() + " " + AGENT, registry() + " " + AGENT);
  }

  @Test
  void ringsNotWhenSomethingUndecidedLiesThereBefore() {
    register("one", 1);
    rings.heard();
    register("two", 2);
    assertThat(rings.heard()).containsExactly(registry() + " " + AGENT);
    redis.hset(seq, "d", redis.hget(seq, "l"));
    register("three", 3);
    assertThat(rings.heard()).contains(bell() + " " + AGENT);
  }

  @Test
  void answersTheSameCallAgainAsTheFirstAndWritesNothing() {
    register("one", 1, "token", "t");
    Map<String, String> then = everything();
    rings.heard();
    assertThat(register("one", 1, "token", "other")).isEqualTo(1L);
    assertThat(everything()).isEqualTo(then);
    assertThat(rings.heard()).isEmpty();
  }

  @Test
  void answersTheSameCallAgainAsTheFirstAlsoWhenAnotherHasRegisteredSince() {
    register("one", 1);
    register("two", 2);
    Map<String, String> then = everything();
    assertThat(register("one", 1)).isEqualTo(1L);
    assertThat(everything()).isEqualTo(then);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2", "4", "9007199254740993"})
  void refusesAnyOtherNumberThanTheNextAndTellsTheLast(String number) {
    redis.hset(seq, "n", "2");
    Map<String, String> then = everything();
    assertThat(register("one", number)).isEqualTo("2");
    assertThat(everything()).isEqualTo(then);
    assertThat(rings.heard()).isEmpty();
  }

  @Test
  void refusesTheNumberOfARecordThatHasLapsed() {
    register("one", 1);
    redis.del(keys.instance(AGENT, "one"));
    assertThat(register("one", 1)).isEqualTo("1");
    assertThat(register("one", 2)).isEqualTo(1L);
  }

  @Test
  void keepsTheCallNumberOfAnInstanceThatRegistersAnew() {
    register("one", 1);
    redis.hset(seq, Map.of("one:c", "17", "one:r", "k"));
    redis.del(keys.instance(AGENT, "one"));
    assertThat(registerBefore(18, "one", 2)).isEqualTo(1L);
    assertThat(redis.hgetall(seq)).containsEntry("one:c", "17").containsEntry("one:r", "k");
  }

  @ParameterizedTest
  @CsvSource({"16, >", "17, >", "18, 1", "19, 1"})
  void refusesToRegisterBeforeACallThatHasRun(int call, String answer) {
    register("one", 1);
    redis.hset(seq, Map.of("one:c", "17", "two:c", "99"));
    redis.del(keys.instance(AGENT, "one"));
    Map<String, String> then = everything();
    assertThat(registerBefore(call, "one", 2).toString()).isEqualTo(answer);
    if (answer.equals(">")) {
      assertThat(everything()).isEqualTo(then);
    }
  }

  @Test
  void oneThatIsRegisteredRegistersAnewUnderTheNextNumber() {
    register("one", 1, "token", "t");
    redis.hset(seq, "one:c", "17"); // what it has sent lies before the entry
    assertThat(register("one", 2, "token", "u")).isEqualTo(1L);
    assertThat(redis.hgetall(keys.instance(AGENT, "one")))
        .containsEntry("number", "2")
        .containsEntry("token", "u");
    assertThat(redis.hgetall(seq)).containsEntry("n", "2").containsEntry("one:c", "17");
    assertThat(entries(outbox)).hasSize(2);
    Map<String, String> then = everything();
    assertThat(register("one", 1)).isEqualTo(1L);
    assertThat(register("one", 2)).isEqualTo(1L);
    assertThat(register("one", 4)).isEqualTo("2");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void leavesAStreamAndItsGroupAsTheyAre() {
    String stream = keys.instanceStream(AGENT, "one");
    String entry = held(stream, "one");
    register("one", 1);
    assertThat(ids(stream)).containsExactly(entry);
    assertThat(holds(stream, "one")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"outbox", "seq"})
  void writesNothingWhenOneOfItsKeysHasAWrongType(String which) {
    redis.set(which.equals("seq") ? seq : outbox, "spoiled");
    Map<String, String> then = everything();
    assertThatThrownBy(() -> register("one", 1))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("WRONGTYPE");
    assertThat(everything()).isEqualTo(then);
    assertThat(rings.heard()).isEmpty();
  }

  @Test
  void takesARecordOfAWrongTypeForARegistrationAndWritesNothing() {
    redis.set(keys.instance(AGENT, "one"), "spoiled");
    Map<String, String> then = everything();
    assertThat(register("one", 1)).isEqualTo(1L);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void writesNothingWhenTheOutboxIsAtItsEnd() {
    redis.xadd(outbox, new io.lettuce.core.XAddArgs().id(LAST_ID), Map.of("h", "last"));
    Map<String, String> then = everything();
    assertThatThrownBy(() -> register("one", 1)).isInstanceOf(LinkException.class);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void registersOverAStreamOfAWrongType() {
    redis.set(keys.instanceStream(AGENT, "one"), "spoiled");
    assertThat(register("one", 1)).isEqualTo(1L);
  }

  @Test
  void keepsEveryByteOfTheRecord() {
    register("one", 1, BINARY, BINARY);
    assertThat(redis.hget(keys.instance(AGENT, "one"), BINARY)).isEqualTo(BINARY);
  }
}
