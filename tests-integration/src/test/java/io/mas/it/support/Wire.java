package io.mas.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.mas.internal.redis.Keys;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A system's Redis as its admin sees it: the keys as they are, and raw writes. */
public final class Wire implements AutoCloseable {
  /** The layout of a new system. */
  public static final Keys KEYS = new Keys(16);

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  private Wire(RedisClient client) {
    this.client = client;
    this.connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  /** To the Redis at a URL. */
  public static Wire to(String url) {
    return new Wire(RedisClient.create(url));
  }

  /** The commands. */
  public RedisCommands<String, byte[]> redis() {
    return connection.sync();
  }

  /** All entries of a stream. */
  public List<StreamMessage<String, byte[]>> entries(String stream) {
    return redis().xrange(stream, Range.unbounded());
  }

  /** Appends to a stream, whoever it belongs to. */
  public String add(String stream, Map<String, byte[]> fields) {
    return redis().xadd(stream, fields);
  }

  /** Appends to a stream under an id of the caller's choice. */
  public String addAs(String stream, String id, Map<String, byte[]> fields) {
    return redis().xadd(stream, new XAddArgs().id(id), fields);
  }

  /** Tells the owner of an agent's shard that its outbox has something, as our scripts do. */
  public void ring(String agent) {
    redis().publish(Keys.bell(KEYS.shardOf(agent)), agent.getBytes(StandardCharsets.UTF_8));
  }

  /** The audit records of all shards, each shard's in order. */
  public List<JsonNode> audit() {
    List<JsonNode> records = new ArrayList<>();
    for (int shard = 0; shard < KEYS.shards(); shard++) {
      for (StreamMessage<String, byte[]> entry : entries(Keys.audit(shard))) {
        records.add(json(entry.getBody().get("r")));
      }
    }
    return records;
  }

  /** The audit records of one message. */
  public List<JsonNode> audit(String messageId) {
    return audit().stream().filter(found -> found.path("id").asText().equals(messageId)).toList();
  }

  /** The decisions on one message, as the audit log has them. */
  public List<String> decisions(String messageId) {
    return audit(messageId).stream().map(found -> found.path("decision").asText()).toList();
  }

  /** The dead letters of all shards; header and payload, being no text, are left out. */
  public List<Map<String, String>> deadLetters() {
    List<Map<String, String>> letters = new ArrayList<>();
    for (int shard = 0; shard < KEYS.shards(); shard++) {
      for (StreamMessage<String, byte[]> entry : entries(Keys.deadLetters(shard))) {
        Map<String, String> letter = new LinkedHashMap<>();
        entry
            .getBody()
            .forEach(
                (name, value) -> {
                  if (!name.equals("header") && !name.equals("payload")) {
                    letter.put(name, new String(value, StandardCharsets.UTF_8));
                  }
                });
        letters.add(letter);
      }
    }
    return letters;
  }

  /** The dead letters of one message. */
  public List<Map<String, String>> deadLetters(String messageId) {
    return deadLetters().stream().filter(found -> messageId.equals(found.get("id"))).toList();
  }

  /** The dead letters that came from one agent's outbox. */
  public List<Map<String, String>> deadLettersFrom(String agent) {
    return deadLetters().stream().filter(found -> agent.equals(found.get("from"))).toList();
  }

  /** The fields of a hash as texts. */
  public Map<String, String> hash(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    redis()
        .hgetall(key)
        .forEach((field, value) -> texts.put(field, new String(value, StandardCharsets.UTF_8)));
    return texts;
  }

  /**
   * What holds anything of messages under way: outboxes, inboxes, streams of instances, what is
   * due. Empty when all is settled.
   */
  public List<String> unsettled() {
    List<String> found = new ArrayList<>();
    for (String key : redis().keys("*")) {
      boolean stream = key.startsWith("agent.outbox:") || key.startsWith("agent.stream:");
      if (stream && redis().type(key).equals("stream") && redis().xlen(key) > 0) {
        found.add(key + " " + redis().xlen(key));
      }
      if (key.startsWith("mas.due:")) {
        found.add(key + " " + redis().hlen(key));
      }
    }
    return found;
  }

  /** All that Redis holds, keys and values, as bytes that can be searched. */
  public byte[] everything() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String key : redis().keys("*")) {
      out.writeBytes(key.getBytes(StandardCharsets.UTF_8));
      switch (redis().type(key)) {
        case "stream" ->
            entries(key).forEach(entry -> entry.getBody().values().forEach(out::writeBytes));
        case "hash" ->
            redis()
                .hgetall(key)
                .forEach(
                    (field, value) -> {
                      out.writeBytes(field.getBytes(StandardCharsets.UTF_8));
                      out.writeBytes(value);
                    });
        case "set" -> redis().smembers(key).forEach(out::writeBytes);
        case "string" -> out.writeBytes(redis().get(key));
        default -> throw new IllegalStateException("a key of an unexpected type: " + key);
      }
    }
    return out.toByteArray();
  }

  private static JsonNode json(byte[] text) {
    try {
      return Json.read(text);
    } catch (ProtocolException e) {
      throw new IllegalStateException("an audit record that is not JSON", e);
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
