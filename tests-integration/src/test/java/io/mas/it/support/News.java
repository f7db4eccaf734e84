package io.mas.it.support;

import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.mas.internal.redis.Keys;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens to the system events. */
public final class News implements AutoCloseable {
  private final RedisClient client;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private News(RedisClient client) {
    this.client = client;
    StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String text) {
            heard.add(brief(text));
          }
        });
    connection.sync().subscribe(Keys.SYSTEM_EVENTS);
  }

  /** On the Redis at a URL. */
  public static News on(String url) {
    return new News(RedisClient.create(url));
  }

  /** What was heard of an agent, in order: each {@code EVENT} or {@code EVENT instance}. */
  public List<String> of(String agent) {
    return heard.stream()
        .filter(event -> event.startsWith(agent + ": "))
        .map(event -> event.substring(agent.length() + 2))
        .toList();
  }

  private static String brief(String text) {
    try {
      var tree = Json.read(text.getBytes(StandardCharsets.UTF_8));
      String instance = tree.path("instance").asText();
      return tree.path("agent").asText()
          + ": "
          + tree.path("event").asText()
          + (instance.isEmpty() ? "" : " " + instance);
    } catch (ProtocolException e) {
      return "not JSON: " + text;
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
