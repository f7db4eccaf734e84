package io.mas.internal.redis;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubReactiveCommandsImpl;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl;
import io.lettuce.core.pubsub.api.sync.RedisPubSubCommands;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The Redis client, with asynchronous commands alone: {@code sync()} and {@code reactive()} of its
 * connections are null. With the first connection, Lettuce makes a proxy of its synchronous
 * commands, hundreds of methods that it looks up one by one; with the just-in-time compiler that
 * this sets to work it is a second of processor time, at each start, for what we do not use.
 */
public final class AsyncRedisClient extends RedisClient {
  private final @Nullable Pulse pulse;
  private final @Nullable HaltPoint halt;

  private AsyncRedisClient() {
    this.pulse = null;
    this.halt = null;
  }

  private AsyncRedisClient(ClientResources resources, Pulse pulse, @Nullable HaltPoint halt) {
    super(resources, new RedisURI());
    this.pulse = pulse;
    this.halt = halt;
  }

  /** A client whose calls say where to connect to. */
  public static AsyncRedisClient create() {
    return new AsyncRedisClient();
  }

  /**
   * The same, with resources that the caller closes after it.
   *
   * @param pulse watches the connections
   * @param halt where the process halts, for tests
   */
  static AsyncRedisClient on(ClientResources resources, Pulse pulse, @Nullable HaltPoint halt) {
    return new AsyncRedisClient(resources, pulse, halt);
  }

  private void watch(StatefulRedisConnectionImpl<?, ?> connection, Object endpoint) {
    if (pulse != null && endpoint instanceof DefaultEndpoint known) {
      pulse.watch(connection, connection.async(), known);
    }
  }

  @Override
  protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
      RedisChannelWriter writer, PushHandler pushes, RedisCodec<K, V> codec, Duration timeout) {
    HaltPoint point = halt;
    StatefulRedisConnectionImpl<K, V> connection =
        point == null
            ? new AsyncConnection<>(writer, pushes, codec, timeout)
            : new AsyncConnection<>(writer, pushes, codec, timeout) {
              @Override
              public <T> RedisCommand<K, V, T> dispatch(RedisCommand<K, V, T> command) {
                return super.dispatch(point.pass(command));
              }
            };
    watch(connection, pushes);
    return connection;
  }

  private static class AsyncConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {
    AsyncConnection(
        RedisChannelWriter writer, PushHandler pushes, RedisCodec<K, V> codec, Duration timeout) {
      super(writer, pushes, codec, timeout);
    }

    @Override
    protected @Nullable RedisCommands<K, V> newRedisSyncCommandsImpl() {
      return null;
    }

    @Override
    protected @Nullable RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
      return null;
    }
  }

  @Override
  protected <K, V> StatefulRedisPubSubConnectionImpl<K, V> newStatefulRedisPubSubConnection(
      PubSubEndpoint<K, V> endpoint,
      RedisChannelWriter writer,
      RedisCodec<K, V> codec,
      Duration timeout) {
    StatefulRedisPubSubConnectionImpl<K, V> connection =
        new StatefulRedisPubSubConnectionImpl<>(endpoint, writer, codec, timeout) {
          @Override
          protected @Nullable RedisPubSubCommands<K, V> newRedisSyncCommandsImpl() {
            return null;
          }

          @Override
          protected @Nullable RedisPubSubReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
            return null;
          }
        };
    watch(connection, endpoint);
    return connection;
  }
}
