package io.mas.internal.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A link to nothing but hashes in memory and functions that a test answers. Any other command
 * fails.
 */
public final class FakeRedis {
  private final Map<String, Map<String, String>> hashes = new HashMap<>();
  private int reads;
  private Function<byte[][], CompletableFuture<?>> calls =
      values -> CompletableFuture.failedFuture(new UnsupportedOperationException("fcall"));

  /** Sets a field of a hash. */
  public void set(String key, String field, String value) {
    hashes.computeIfAbsent(key, none -> new HashMap<>()).put(field, value);
  }

  /** How often a hash was read. */
  public int reads() {
    return reads;
  }

  /** Answers each call of a function; gets its values without the keys. */
  public void onCall(Function<byte[][], CompletableFuture<?>> answers) {
    this.calls = answers;
  }

  /** A link to it. */
  @SuppressWarnings("unchecked")
  public RedisLink link() {
    RedisAsyncCommands<String, byte[]> commands =
        proxy(
            RedisAsyncCommands.class,
            (name, arguments) -> {
              if (name.equals("fcall")) {
                return future(calls.apply((byte[][]) arguments[3]));
              }
              if (!name.equals("hgetall")) {
                throw new UnsupportedOperationException(name);
              }
              reads++;
              return answer(
                  hashes.getOrDefault((String) arguments[0], Map.of()).entrySet().stream()
                      .collect(
                          Collectors.toMap(
                              Map.Entry::getKey,
                              field -> field.getValue().getBytes(StandardCharsets.UTF_8))));
            });
    return new RedisLink(
        proxy(
            StatefulRedisConnection.class,
            (name, arguments) -> {
              if (!name.equals("async")) {
                throw new UnsupportedOperationException(name);
              }
              return commands;
            }));
  }

  private static Object answer(Object value) {
    return future(CompletableFuture.completedFuture(value));
  }

  private static Object future(CompletableFuture<?> answer) {
    return proxy(RedisFuture.class, (name, arguments) -> answer);
  }

  private interface Behaviour {
    Object call(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Behaviour behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> behaviour.call(method.getName(), arguments)));
  }
}
