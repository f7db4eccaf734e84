package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.AgentCredentials;
import io.mas.internal.redis.AclRules;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.Provisioner;
import io.mas.internal.redis.RedisLink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that the runtime does at Redis, as the agent's own user. */
class AclNeedsIT extends OnRealRedis {
  private static final String AGENT = "alice";

  private RedisLink own;
  private String inbox;
  private String stream;
  private String record;

  @BeforeEach
  void logIn() {
    AgentCredentials credentials = new Provisioner(link, keys, true).provision(AGENT);
    own = server.link(AclRules.userOf(AGENT), credentials.redisPassword().orElseThrow());
    inbox = keys.inbox(AGENT);
    stream = keys.instanceStream(AGENT, "one");
    record = keys.instance(AGENT, "one");
  }

  @AfterEach
  void logOut() {
    own.close();
  }

  private Object call(String function, List<String> onKeys, Object... values) {
    return own.callForAny(function, onKeys, arguments(values));
  }

  @Test
  void livesAWholeLife() {
    String bell = Keys.bell(keys.shardOf(AGENT));
    String registry = Keys.registry(keys.shardOf(AGENT));
    String outbox = keys.outbox(AGENT);
    String seq = keys.sequence(AGENT);

    assertThat(Layout.read(own).shards()).isEqualTo(keys.shards());
    assertThat(own.time()).isPositive();
    own.createGroup(inbox);
    own.createGroup(stream);
    assertThat(own.field(seq, "n")).isNull();
    Object[] registration = {
      AGENT, "one", 1, 15_000, 600_000, bell, registry, "h", "p", "a", 1, "token", "t"
    };
    assertThat(call("mas_register", List.of(record, outbox, seq, stream), registration))
        .isEqualTo(1L);
    assertThat(own.field(keys.agent(AGENT), "wish")).isNull();
    assertThat(call("mas_heartbeat", List.of(record, stream), 15_000, 600_000, "pause"))
        .isEqualTo(1L);

    String taken = redis.xadd(inbox, Map.of("h", "x"));
    String reply = redis.xadd(stream, Map.of("h", "x"));
    assertThat(
            RedisLink.await(
                "XREADGROUP",
                own.startReadGroup("one", 10, Duration.ofMillis(10), List.of(inbox, stream))))
        .hasSize(2);
    assertThat(call("mas_renew", List.of(inbox), "one", taken)).isEqualTo(1L);
    assertThat(
            own.callForBytes(
                "mas_takeover", List.of(inbox, keys.retries(AGENT)), arguments("one", 0, "-", 10)))
        .hasSize(6);
    assertThat(
            new Call(AGENT, "one", 1)
                .send("a")
                .turn(Call.INBOX, taken, "0", "r", Map.of("x", "1", "y", "2"), List.of("x"), "b")
                .turn(Call.OWN, reply, "", "", Map.of(), List.of())
                .run(own, keys))
        .isEqualTo("kkk");
    assertThat(own.hash(keys.state(AGENT))).containsOnlyKeys("y", "@revision");

    List<String> leaving = List.of(record, outbox, seq, stream, inbox);
    assertThat(call("mas_leave", leaving, AGENT, "one", bell, registry, "h", "p", "a"))
        .isEqualTo(1L);
    assertThat(redis.xinfoConsumers(inbox, "agents")).isEmpty();
    assertThat(redis.xlen(outbox)).isEqualTo(4);
  }

  @Test
  void ordersDelaysAndTriesAgain() {
    String lanes = keys.lanes(AGENT);
    String order = keys.order(AGENT);
    redis.hset(keys.sequence(AGENT), "one:c", "0");
    redis.hset(record, "number", "1");
    link.createGroup(keys.instanceStream(AGENT, "two"));
    redis.hset(order, Map.of("p:parked", "poison"));
    String poison = held(inbox, "one");
    String first = held(inbox, "one");
    String waiting = held(inbox, "one");
    String next = held(inbox, "two");
    Object[] sorting = {
      poison, "parked", "poison", first, "x", "m", waiting, "parked", "w", next, "x", "n"
    };
    assertThat(own.callForBytes("mas_sort", List.of(inbox, lanes, order), arguments(sorting)))
        .hasSize(4);
    assertThat(
            new Call(AGENT, "one", 1)
                .item("A", first, 1, 0)
                .item("K", first, 60_000)
                .item("L", "delayed", 0, "h", "p")
                .item("L", "recalled", 0, "h", "p")
                .item("X", "recalled")
                .fullTurn("x", "m", "rl", first)
                .fullTurn("parked", "poison", "", poison)
                .run(own, keys))
        .isEqualTo("kkkkkkk");
    assertThat(fields(keys.instanceStream(AGENT, "two"), "w")).containsExactly(next);
    assertThat(holderOf(inbox, waiting)).isEqualTo("@freed");
    List<String> delays = List.of(keys.timers(AGENT), keys.delayed(AGENT));
    assertThat(own.callForBytes("mas_due", delays, arguments(10))).hasSize(4);
    assertThat(
            new Call(AGENT, "one", 2).settles().item("M", "delayed", "h", "p", "a").run(own, keys))
        .isEqualTo("k");
    redis.hset(keys.retries(AGENT), "1-1", "1:2:3");
    List<String> tidying =
        List.of(inbox, keys.sequence(AGENT), keys.instance(AGENT, ""), keys.retries(AGENT), lanes);
    assertThat(call("mas_tidy", tidying)).isEqualTo(0L);
    assertThat(redis.exists(keys.retries(AGENT))).isZero();
  }
}
