package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.models.stream.PendingMessage;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of leave.lua says. */
class LeaveIT extends OnRealRedis {
  private static final String AGENT = "alice";

  private String record;
  private String outbox;
  private String seq;
  private String stream;
  private String inbox;

  @BeforeEach
  void join() {
    record = keys.instance(AGENT, "one");
    outbox = keys.outbox(AGENT);
    seq = keys.sequence(AGENT);
    stream = keys.instanceStream(AGENT, "one");
    inbox = keys.inbox(AGENT);
    redis.hset(record, "number", "1");
    redis.hset(seq, Map.of("n", "1", "one:c", "3", "one:r", "kk", "two:c", "5"));
    held(stream, "one");
    link.createGroup(inbox);
  }

  private Object leave() {
    return link.callForAny(
        "mas_leave",
        List.of(record, outbox, seq, stream, inbox),
        arguments(AGENT, "one", bell(), registry(), "h", "p", BINARY));
  }

  private String bell() {
    return Keys.bell(keys.shardOf(AGENT));
  }

  private String registry() {
    return Keys.registry(keys.shardOf(AGENT));
  }

  @Test
  void appendsItsLastEntryAndTakesWhatIsTheInstancesAlone() {
    read(inbox, "one");
    assertThat(leave()).isEqualTo(1L);
    assertThat(entries(outbox).get(0).getBody()).isEqualTo(Map.of("h", "h", "p", "p", "a", BINARY));
    assertThat(redis.exists(record, stream)).isZero();
    assertThat(redis.hgetall(seq))
        .isEqualTo(Map.of("n", "1", "two:c", "5", "l", ids(outbox).get(0)));
    assertThat(redis.xinfoConsumers(inbox, "agents")).isEmpty();
    assertThat(rings.heard()).containsExactly(bell() + " " + AGENT, registry() + " " + AGENT);
  }

  @Test
  void ringsNotWhenSomethingUndecidedLiesThereBefore() {
    redis.hset(seq, Map.of("l", "2-0", "d", "1-0"));
    leave();
    assertThat(rings.heard()).containsExactly(registry() + " " + AGENT);
  }

  @Test
  void keepsAConsumerThatHoldsSomething() {
    String entry = held(inbox, "one");
    assertThat(leave()).isEqualTo(1L);
    assertThat(ids(inbox)).containsExactly(entry);
    assertThat(holds(inbox, "one")).isOne();
  }

  @Test
  void letsAnyOtherTakeOverWhatItHeldAtOnceAndCountsNoDelivery() {
    String own = held(inbox, "one");
    String others = held(inbox, "two");
    leave();
    assertThat(pending(own).getMsSinceLastDelivery()).isGreaterThanOrEqualTo(3_600_000);
    assertThat(pending(own).getRedeliveryCount()).isOne();
    assertThat(pending(others).getMsSinceLastDelivery()).isLessThan(3_600_000);
    List<Object> taken =
        link.callForBytes(
            "mas_takeover", List.of(inbox, keys.retries(AGENT)), arguments("two", 60_000, "-", 10));
    assertThat(new String((byte[]) taken.get(1), StandardCharsets.UTF_8)).isEqualTo(own);
    assertThat(pending(own).getConsumer()).isEqualTo("two");
    assertThat(pending(others).getConsumer()).isEqualTo("two");
  }

  private PendingMessage pending(String id) {
    return redis.xpending(inbox, "agents", Range.create(id, id), Limit.from(1)).get(0);
  }

  @Test
  void doesNothingForOneThatIsNotRegisteredAnyMore() {
    leave();
    Map<String, String> then = everything();
    rings.heard();
    assertThat(leave()).isEqualTo(0L);
    assertThat(everything()).isEqualTo(then);
    assertThat(rings.heard()).isEmpty();
  }

  @Test
  void letsNoCallOfTheInstancePassAfterwards() {
    leave();
    Map<String, String> then = everything();
    assertThat(new Call(AGENT, "one", 4).send("late").run(link, keys)).isEqualTo("?");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void leavesAnInboxThatIsNotThereAlone() {
    redis.del(inbox);
    assertThat(leave()).isEqualTo(1L);
    assertThat(redis.exists(inbox)).isZero();
  }

  @Test
  void leavesAlthoughItsStreamsHaveAWrongType() {
    redis.set(inbox, "spoiled");
    redis.set(stream, "spoiled");
    assertThat(leave()).isEqualTo(1L);
    assertThat(redis.get(inbox)).isEqualTo("spoiled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"outbox", "seq"})
  void writesNothingWhenOneOfItsKeysHasAWrongType(String which) {
    redis.set(which.equals("seq") ? seq : outbox, "spoiled");
    Map<String, String> then = everything();
    assertThatThrownBy(this::leave)
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("WRONGTYPE");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void leavesAlsoWhenRedisHasNoMemoryLeft() {
    try {
      redis.configSet("maxmemory", "1");
      assertThat(leave()).isEqualTo(1L);
    } finally {
      redis.configSet("maxmemory", "0");
    }
  }
}
