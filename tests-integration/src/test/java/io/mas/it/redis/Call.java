package io.mas.it.redis;

import static io.mas.it.redis.OnRealRedis.arguments;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import java.util.List;
import java.util.Map;

/** One mas_call in the making. */
final class Call {
  /** The places of the streams that a turn's entry is in. */
  static final int NO_ENTRY = 0;

  static final int INBOX = 4;
  static final int OWN = 5;

  private final String agent;
  private final String instance;
  private final Object number;
  private final Arguments items = new Arguments();
  private int count;
  private int limit = 100_000;
  private String function = "mas_call";

  Call(String agent, String instance, Object number) {
    this.agent = agent;
    this.instance = instance;
    this.number = number;
  }

  Call limit(int entries) {
    limit = entries;
    return this;
  }

  /** A plain sending of messages, each with its text as header, payload and proof. */
  Call send(String... messages) {
    count++;
    items.addAll(arguments("S", messages.length));
    return messages(messages);
  }

  /** A turn. */
  Call turn(
      int stream,
      String entry,
      String revision,
      String next,
      Map<String, String> sets,
      List<String> deletes,
      String... messages) {
    count++;
    items.addAll(
        arguments(
            "T", stream, entry, revision, next, sets.size(), deletes.size(), messages.length));
    sets.forEach((field, value) -> items.addAll(arguments(field, value)));
    deletes.forEach(field -> items.addAll(arguments(field)));
    return messages(messages);
  }

  /** A turn in full, without state and sends. */
  Call fullTurn(String lane, String message, String flags, String entry) {
    return item("U", lane, message, flags, 0, 0, INBOX, entry, "", "", 0, 0, 0);
  }

  private Call messages(String... messages) {
    for (String message : messages) {
      items.addAll(arguments("h" + message, "p" + message, "a" + message));
    }
    return this;
  }

  static List<String> keys(Keys keys, String agent, String instance) {
    return List.of(
        keys.sequence(agent),
        keys.outbox(agent),
        keys.state(agent),
        keys.inbox(agent),
        keys.instanceStream(agent, instance),
        keys.instance(agent, instance),
        keys.retries(agent),
        keys.timers(agent),
        keys.delayed(agent),
        keys.lanes(agent),
        keys.order(agent));
  }

  /** Any item, by its arguments. */
  Call item(Object... values) {
    count++;
    items.addAll(arguments(values));
    return this;
  }

  /** The same, where Redis has no memory left. */
  Call settles() {
    function = "mas_settle";
    return this;
  }

  /** More arguments of the last item. */
  Call rest(Object... values) {
    items.addAll(arguments(values));
    return this;
  }

  String run(RedisLink link, Keys keys) {
    return link.callForText(
        function,
        keys(keys, agent, instance),
        arguments(agent, instance, number, Keys.bell(keys.shardOf(agent)), limit, count)
            .addAll(items));
  }
}
