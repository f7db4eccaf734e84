package io.mas.it.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.mas.internal.redis.AclRules;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.runner.redis.BinaryPreference;
import io.mas.runner.redis.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * The Redis that the jar carries, with our functions and nothing else in it before each test. Texts
 * are Latin-1 here, so that a text can hold any bytes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnRealRedis {
  /** The greatest id that an entry can have. */
  static final String LAST_ID = "18446744073709551615-18446744073709551615";

  /** Every byte there is. */
  static final String BINARY =
      IntStream.range(0, 256).mapToObj(b -> String.valueOf((char) b)).collect(Collectors.joining());

  private static final String GROUP = RedisLink.GROUP;

  private EmbeddedRedis embedded;
  private RedisClient client;
  RedisServer server;

  /** The way that the product goes. */
  RedisLink link;

  /** Plain commands, as the administrator. */
  RedisCommands<String, String> redis;

  Keys keys;
  Rings rings;

  @BeforeAll
  void start() {
    embedded = EmbeddedRedis.ephemeral().binary(BinaryPreference.carried()).open();
    client = RedisClient.create(embedded.address().url());
    redis = client.connect(new StringCodec(ISO_8859_1)).sync();
    server = RedisServer.at(embedded.address().url());
    link = server.link();
    rings = new Rings(server, redis);
  }

  @AfterAll
  void stop() {
    rings.close();
    link.close();
    server.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    embedded.close();
  }

  @BeforeEach
  void empty() {
    redis.flushall();
    redis.aclUsers().stream()
        .filter(user -> user.startsWith(AclRules.userOf("")))
        .forEach(redis::aclDeluser);
    keys = Layout.prepare(link);
    rings.heard();
  }

  /** Where it is, with the administrator's password. */
  String redisUrl() {
    return embedded.address().url();
  }

  /** A connection of its own for a user. */
  RedisCommands<String, String> connectAs(String user, String password) {
    return client
        .connect(
            new StringCodec(ISO_8859_1),
            io.lettuce.core.RedisURI.builder()
                .withHost(embedded.address().host())
                .withPort(embedded.address().port())
                .withAuthentication(user, password.toCharArray())
                .build())
        .sync();
  }

  /** A digest of each key that Redis holds, to see that nothing was written. */
  Map<String, String> everything() {
    Map<String, String> all = new TreeMap<>();
    for (String key : redis.keys("*")) {
      byte[] dump = redis.dump(key);
      String checksum = HexFormat.of().formatHex(dump, dump.length - Long.BYTES, dump.length);
      all.put(key, checksum + (redis.pttl(key) >= 0 ? " for a time" : ""));
    }
    return all;
  }

  static Arguments arguments(Object... values) {
    Arguments arguments = new Arguments();
    for (Object value : values) {
      arguments.add(value.toString().getBytes(ISO_8859_1));
    }
    return arguments;
  }

  /** What a function answers, each part as a text. */
  List<String> texts(String function, List<String> onKeys, Object... values) {
    return link.callForBytes(function, onKeys, arguments(values)).stream()
        .map(part -> part instanceof byte[] bytes ? new String(bytes, ISO_8859_1) : part.toString())
        .toList();
  }

  /** The ids of a stream's entries. */
  List<String> ids(String stream) {
    return entries(stream).stream().map(StreamMessage::getId).toList();
  }

  List<StreamMessage<String, String>> entries(String stream) {
    return redis.xrange(stream, io.lettuce.core.Range.unbounded());
  }

  /** One field of a stream's entries, in order. */
  List<String> fields(String stream, String field) {
    List<String> values = new ArrayList<>();
    entries(stream).forEach(entry -> values.add(entry.getBody().get(field)));
    return values;
  }

  /** Puts an entry into a stream with our group, and lets a consumer read it. */
  String held(String stream, String consumer) {
    link.createGroup(stream);
    String id = redis.xadd(stream, Map.of("h", "header"));
    read(stream, consumer);
    return id;
  }

  /** Lets a consumer read all that is new. */
  @SuppressWarnings("unchecked") // one stream is an array of one
  void read(String stream, String consumer) {
    redis.xreadgroup(
        io.lettuce.core.Consumer.from(GROUP, consumer),
        XReadArgs.StreamOffset.lastConsumed(stream));
  }

  /** Puts an entry into a stream with our group, for any consumer to read. */
  String free(String stream) {
    link.createGroup(stream);
    return redis.xadd(stream, Map.of("h", "header"));
  }

  /** Makes a consumer hold an entry, as if for so long. */
  void heldFor(long millis, String stream, String consumer, String... entries) {
    redis.xclaim(
        stream,
        io.lettuce.core.Consumer.from(GROUP, consumer),
        new io.lettuce.core.XClaimArgs().minIdleTime(0).idle(millis).justid(),
        entries);
  }

  /** Who holds an entry; empty if nobody does. */
  String holderOf(String stream, String entry) {
    return redis
        .xpending(
            stream,
            GROUP,
            io.lettuce.core.Range.create(entry, entry),
            io.lettuce.core.Limit.from(1))
        .stream()
        .map(io.lettuce.core.models.stream.PendingMessage::getConsumer)
        .findFirst()
        .orElse("");
  }

  /** Lets Redis have no memory left while something is done. */
  void withoutMemory(Runnable action) {
    try {
      redis.configSet("maxmemory", "1");
      action.run();
    } finally {
      redis.configSet("maxmemory", "0");
    }
  }

  /** How many entries a consumer holds. */
  long holds(String stream, String consumer) {
    return redis
        .xpending(
            stream,
            io.lettuce.core.Consumer.from(GROUP, consumer),
            io.lettuce.core.Range.unbounded(),
            io.lettuce.core.Limit.from(10_000))
        .size();
  }
}
