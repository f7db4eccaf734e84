package io.mas.it.schedule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.mas.internal.redis.FunctionLibrary;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.runner.redis.BinaryPreference;
import io.mas.runner.redis.EmbeddedRedis;
import java.time.Duration;
import java.util.List;

/** The Redis that the jar carries, with our functions, or with one rule of them left out. */
final class Server implements AutoCloseable {
  static final String GROUP = "agents";

  private final EmbeddedRedis embedded;
  private final RedisClient client;
  final RedisCommands<String, String> redis;
  final Keys keys = new Keys(Layout.DEFAULT_SHARDS);

  Server() {
    embedded = EmbeddedRedis.ephemeral().binary(BinaryPreference.carried()).open();
    client = RedisClient.create(embedded.address().url());
    redis = client.connect(new StringCodec(ISO_8859_1)).sync();
    load(FunctionLibrary.source());
  }

  /** Loads a library in place of the one before. */
  void load(String library) {
    redis.functionLoad(library, true);
  }

  /** Calls a function; each part of its answer is a text. */
  List<String> call(String function, List<String> onKeys, List<String> arguments) {
    List<Object> answer =
        redis.fcall(
            function,
            ScriptOutputType.MULTI,
            onKeys.toArray(String[]::new),
            arguments.toArray(String[]::new));
    return answer.stream().map(String::valueOf).toList();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    embedded.close();
  }
}
