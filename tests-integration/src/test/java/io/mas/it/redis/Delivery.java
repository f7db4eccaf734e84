package io.mas.it.redis;

import static io.mas.it.redis.OnRealRedis.arguments;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.RedisLink;
import java.util.ArrayList;
import java.util.List;

/** One mas_deliver in the making. */
final class Delivery {
  private final List<String> keys = new ArrayList<>();
  private final Arguments items = new Arguments();
  private int count;

  Delivery(String deadLetters) {
    keys.add(deadLetters);
  }

  private int place(String key) {
    if (!keys.contains(key)) {
      keys.add(key);
    }
    return keys.indexOf(key) + 1;
  }

  /** An item of any kind. */
  Delivery item(
      String what,
      String marks,
      String stream,
      String sender,
      String id,
      String known,
      Object... last) {
    count++;
    items.addAll(arguments(what, place(marks), place(stream), sender, id, known, last.length));
    items.addAll(arguments(last));
    return this;
  }

  /** The letters. */
  String run(RedisLink link) {
    return answer(link).split(" ", -1)[0];
  }

  /** The letters, and the lengths of inboxes. */
  String answer(RedisLink link) {
    return link.callForText("mas_deliver", keys, arguments(count).addAll(items));
  }
}
