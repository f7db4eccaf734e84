package io.mas.it.redis;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** With two registered instances of an agent, whose calls are counted. */
abstract class OnAnInstance extends OnRealRedis {
  static final String AGENT = "alice";
  static final String ONE = "one";
  static final String TWO = "two";

  String seq;
  String outbox;
  String state;
  String inbox;
  String retries;
  String timers;
  String delayed;
  String lanes;
  String order;
  private int calls;

  @BeforeEach
  void join() {
    seq = keys.sequence(AGENT);
    outbox = keys.outbox(AGENT);
    state = keys.state(AGENT);
    inbox = keys.inbox(AGENT);
    retries = keys.retries(AGENT);
    timers = keys.timers(AGENT);
    delayed = keys.delayed(AGENT);
    lanes = keys.lanes(AGENT);
    order = keys.order(AGENT);
    calls = 0;
    for (String instance : List.of(ONE, TWO)) {
      redis.hset(seq, instance + ":c", "0");
      redis.hset(keys.instance(AGENT, instance), "number", "1");
      link.createGroup(keys.instanceStream(AGENT, instance));
    }
    link.createGroup(inbox);
  }

  /** The next call of the first instance. */
  Call call() {
    return callOf(ONE);
  }

  /** The next call of an instance; both count together. */
  Call callOf(String instance) {
    redis.hset(seq, instance + ":c", String.valueOf(calls));
    calls++;
    return new Call(AGENT, instance, calls);
  }

  String run(Call call) {
    return call.run(link, keys);
  }

  /** Everything but what any call writes: its number and its answer. */
  Map<String, String> effects() {
    Map<String, String> all = everything();
    all.remove(seq);
    return all;
  }

  List<String> sort(String lane, String... entries) {
    Object[] arguments = new Object[entries.length * 3];
    for (int i = 0; i < entries.length; i++) {
      arguments[3 * i] = entries[i];
      arguments[3 * i + 1] = lane;
      arguments[3 * i + 2] = "m" + entries[i];
    }
    return texts("mas_sort", List.of(inbox, lanes, order), arguments);
  }

  /** An entry of the inbox that an instance holds and has sorted. */
  String sorted(String instance, String lane) {
    String entry = held(inbox, instance);
    sort(lane, entry);
    return entry;
  }
}
