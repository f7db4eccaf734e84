package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the header of tidy.lua says. */
class TidyIT extends OnRealRedis {
  private static final String AGENT = "alice";

  private String inbox;
  private String seq;
  private String retries;
  private String lanes;

  @BeforeEach
  void name() {
    inbox = keys.inbox(AGENT);
    seq = keys.sequence(AGENT);
    retries = keys.retries(AGENT);
    lanes = keys.lanes(AGENT);
  }

  private Object tidy() {
    return link.callForAny(
        "mas_tidy", List.of(inbox, seq, keys.instance(AGENT, ""), retries, lanes), arguments());
  }

  private List<String> consumers() {
    return redis.xinfoConsumers(inbox, "agents").stream()
        .map(consumer -> String.valueOf(((List<?>) consumer).get(1)))
        .toList();
  }

  private void settle(String entry) {
    redis.xack(inbox, "agents", entry);
    redis.xdel(inbox, entry);
  }

  private void lives(String instance) {
    redis.hset(keys.instance(AGENT, instance), "number", "1");
  }

  // ---- consumers

  @Test
  void removesConsumersThatHoldNothingAndWhoseInstanceIsGone() {
    settle(held(inbox, "gone"));
    settle(held(inbox, "alive"));
    held(inbox, "holding");
    lives("alive");
    assertThat(tidy()).isEqualTo(1L);
    assertThat(consumers()).containsExactlyInAnyOrder("alive", "holding");
    assertThat(tidy()).isEqualTo(0L);
  }

  @Test
  void losesNothingThatIsHeld() {
    String entry = held(inbox, "gone");
    assertThat(tidy()).isEqualTo(0L);
    assertThat(holderOf(inbox, entry)).isEqualTo("gone");
  }

  @Test
  void keepsTheParkingAndNotTheOneWhoNeverWas() {
    String entry = held(inbox, "@parked");
    settle(entry);
    settle(held(inbox, "@freed"));
    assertThat(tidy()).isEqualTo(1L);
    assertThat(consumers()).containsExactly("@parked");
  }

  // ---- call numbers

  @Test
  void forgetsCallNumbersOfInstancesThatAreGoneWithTheirStream() {
    redis.hset(
        seq, Map.of("n", "3", "l", "1-1", "d", "1-1", "gone:c", "7", "gone:r", "k", "a:c", "1"));
    redis.hset(seq, Map.of("streaming:c", "5", "streaming:r", "k"));
    lives("a");
    link.createGroup(keys.instanceStream(AGENT, "streaming"));
    tidy();
    assertThat(redis.hkeys(seq))
        .containsExactlyInAnyOrder("n", "l", "d", "a:c", "streaming:c", "streaming:r");
  }

  // ---- what nobody holds

  @Test
  void forgetsNotesOfAttemptsAtEntriesThatNobodyHolds() {
    String entry = held(inbox, "one");
    redis.hset(retries, Map.of(entry, "1:2:3", "1-1", "1:2:3", "no id", "1:2:3"));
    tidy();
    assertThat(redis.hkeys(retries)).containsExactly(entry);
  }

  @Test
  void takesEntriesThatNobodyHoldsOutOfTheirLanes() {
    String entry = held(inbox, "one");
    String[] id = entry.split("-", -1);
    String member = "x:%020d-%020d".formatted(Long.parseLong(id[0]), Long.parseLong(id[1]));
    redis.zadd(lanes, 0, member);
    redis.zadd(lanes, 0, "x:%020d-%020d".formatted(1, 1));
    redis.zadd(lanes, 0, "no member");
    tidy();
    assertThat(redis.zrange(lanes, 0, -1)).containsExactly(member);
  }

  @Test
  void comesToAnEndOfAnyNumberOfThem() {
    link.createGroup(inbox);
    for (int i = 1; i <= 300; i++) {
      redis.hset(retries, "1-" + i, "1:2:3");
      redis.zadd(lanes, 0, "x:%020d-%020d".formatted(1, i));
    }
    for (int round = 0; round < 5; round++) {
      tidy();
    }
    assertThat(redis.exists(retries, lanes)).isZero();
  }

  // ---- where there is nothing

  @Test
  void doesNothingWhereThereIsNothing() {
    assertThat(tidy()).isEqualTo(0L);
    assertThat(redis.exists(inbox, seq, retries, lanes)).isZero();
  }

  @Test
  void tidiesUpWithoutAGroupOrWithAnInboxOfAWrongType() {
    redis.hset(seq, Map.of("gone:c", "7"));
    redis.set(inbox, "spoiled");
    assertThat(tidy()).isEqualTo(0L);
    assertThat(redis.exists(seq)).isZero();
  }

  @Test
  void tidiesUpAlsoWhenRedisHasNoMemoryLeft() {
    settle(held(inbox, "gone"));
    withoutMemory(() -> assertThat(tidy()).isEqualTo(1L));
  }
}
