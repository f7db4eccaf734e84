package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.models.stream.PendingMessage;
import io.mas.internal.redis.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the header of renew.lua says. */
class RenewIT extends OnRealRedis {
  private String inbox;

  @BeforeEach
  void name() {
    inbox = keys.inbox("alice");
  }

  private Object renew(String instance, List<String> ids) {
    Arguments arguments = arguments(instance);
    ids.forEach(arguments::add);
    return link.callForAny("mas_renew", List.of(inbox), arguments);
  }

  private PendingMessage pending(String id) {
    return redis.xpending(inbox, "agents", Range.create(id, id), Limit.from(1)).get(0);
  }

  /** Makes an entry look as if it had been held for so long. */
  private void age(String id, String consumer, int millis) {
    redis.xclaim(
        inbox,
        Consumer.from("agents", consumer),
        new io.lettuce.core.XClaimArgs().minIdleTime(0).idle(millis).justid().retryCount(3),
        id);
  }

  @Test
  void makesHeldEntriesFreshAndCountsNoDelivery() {
    String id = held(inbox, "one");
    age(id, "one", 100_000);
    assertThat(renew("one", List.of(id))).isEqualTo(1L);
    assertThat(pending(id).getMsSinceLastDelivery()).isLessThan(100_000);
    assertThat(pending(id).getRedeliveryCount()).isEqualTo(3);
    assertThat(pending(id).getConsumer()).isEqualTo("one");
  }

  @Test
  void leavesWhatAnotherHasTakenOverAlone() {
    String id = held(inbox, "one");
    age(id, "two", 100_000);
    assertThat(renew("one", List.of(id))).isEqualTo(0L);
    assertThat(pending(id).getConsumer()).isEqualTo("two");
    assertThat(pending(id).getMsSinceLastDelivery()).isGreaterThanOrEqualTo(100_000);
  }

  @Test
  void countsThoseRenewedAmongOthers() {
    String first = held(inbox, "one");
    String second = held(inbox, "one");
    String settled = held(inbox, "one");
    redis.xack(inbox, "agents", settled);
    String unread = redis.xadd(inbox, Map.of("h", "new"));
    assertThat(renew("one", List.of(first, settled, "1-1", unread, second))).isEqualTo(2L);
    assertThat(redis.xpending(inbox, "agents").getCount()).isEqualTo(2);
  }

  @Test
  void renewsNothingWithoutStreamGroupOrIds() {
    assertThat(renew("one", List.of("1-1"))).isEqualTo(0L);
    redis.xadd(inbox, Map.of("h", "x"));
    assertThat(renew("one", List.of("1-1"))).isEqualTo(0L);
    redis.set(inbox, "spoiled");
    assertThat(renew("one", List.of("1-1"))).isEqualTo(0L);
    assertThat(renew("one", List.of())).isEqualTo(0L);
  }

  @Test
  void renewsThousandsInOneCall() {
    link.createGroup(inbox);
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= 8_100; i++) {
      ids.add(redis.xadd(inbox, new io.lettuce.core.XAddArgs().id("1-" + i), Map.of("h", "x")));
    }
    read(inbox, "one");
    assertThat(renew("one", ids)).isEqualTo(8_100L);
  }

  @Test
  void renewsAlsoWhenRedisHasNoMemoryLeft() {
    String id = held(inbox, "one");
    try {
      redis.configSet("maxmemory", "1");
      assertThat(renew("one", List.of(id))).isEqualTo(1L);
    } finally {
      redis.configSet("maxmemory", "0");
    }
  }
}
