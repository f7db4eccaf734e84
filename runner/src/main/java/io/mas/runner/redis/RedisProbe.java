package io.mas.runner.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.mas.EvictingRedisException;
import io.mas.internal.redis.AsyncRedisClient;
import io.mas.internal.redis.Eviction;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Checks a configured Redis before it is used: within reach, password right, new enough, a primary,
 * and never evicting. It takes two seconds at most.
 */
final class RedisProbe {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private RedisProbe() {}

  /**
   * Returns the version of the Redis at the URL.
   *
   * @throws RedisUnavailableException when it cannot be used
   * @throws EvictingRedisException when it throws data away as its memory fills
   */
  static ServerVersion check(RedisUrl url) {
    Map<String, String> info = ServerRequirements.fields(info(url));
    ServerRequirements.complaint(info)
        .ifPresent(
            complaint -> {
              throw new RedisUnavailableException(
                  ProbeFailure.PREFIX.formatted(url, url.setting()) + complaint);
            });
    Eviction.complaint(info)
        .ifPresent(
            complaint -> {
              throw new EvictingRedisException(
                  ProbeFailure.PREFIX.formatted(url, url.setting()) + complaint);
            });
    return ServerVersion.ofInfo(info).orElseThrow();
  }

  private static String info(RedisUrl url) {
    RedisURI uri = url.uri();
    uri.setTimeout(LIMIT);
    RedisClient client = AsyncRedisClient.create();
    try {
      client.setOptions(
          ClientOptions.builder()
              .autoReconnect(false)
              .protocolVersion(ProtocolVersion.RESP2)
              .socketOptions(SocketOptions.builder().connectTimeout(LIMIT).build())
              .build());
      CompletableFuture<String> answer =
          client
              .connectAsync(StringCodec.UTF8, uri)
              .toCompletableFuture()
              .thenCompose(RedisProbe::askInfo);
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw ProbeFailure.of(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisUnavailableException("interrupted while asking the Redis at " + url, e);
    } finally {
      client.shutdown(Duration.ZERO, LIMIT);
    }
  }

  private static CompletableFuture<String> askInfo(
      StatefulRedisConnection<String, String> connection) {
    return connection.async().info().toCompletableFuture();
  }
}
