package io.mas.it.redis;

import io.lettuce.core.api.sync.RedisCommands;
import io.mas.internal.redis.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What is said on our channels. */
final class Rings implements AutoCloseable {
  private static final String END = "mas.end";

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final RedisCommands<String, String> redis;
  private final AutoCloseable subscription;

  Rings(RedisServer server, RedisCommands<String, String> redis) {
    this.redis = redis;
    this.subscription =
        server.subscribe("mas.*", (channel, text) -> heard.add(channel + " " + text));
  }

  /** All since the last time, as "channel text"; what follows it comes with the next. */
  List<String> heard() {
    redis.publish(END, "");
    List<String> all = new ArrayList<>();
    try {
      while (true) {
        String next = heard.poll(10, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("the subscription is deaf");
        }
        if (next.equals(END + " ")) {
          return all;
        }
        all.add(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      subscription.close();
    } catch (Exception e) {
      throw new IllegalStateException("the subscription does not close", e);
    }
  }
}
