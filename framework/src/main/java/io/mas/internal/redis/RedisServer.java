package io.mas.internal.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One Redis and the way to it: opens connections, as its own user or as an agent's.
 *
 * <p>Thread-safe. Commands are never replayed by the client after a reconnect: our functions are
 * idempotent and are tried again by those who called them.
 */
public final class RedisServer implements AutoCloseable {
  /** How long a command may take before it counts as unanswered. */
  public static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

  /** A connection that is lost while it subscribes is made anew, so often. */
  private static final int SUBSCRIBE_TRIES = 3;

  /** How long a blocking read waits at Redis. */
  public static final Duration BLOCK = Duration.ofSeconds(2);

  /**
   * Between attempts to connect again. The client's own delay grows to half a minute, in which an
   * agent would stay deaf though Redis is back; an attempt that is refused is followed by another.
   */
  private static final Duration RECONNECT_DELAY = Duration.ofMillis(300);

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final ClientResources resources;
  private final RedisClient client;
  private final RedisURI uri;

  private RedisServer(ClientResources resources, RedisClient client, RedisURI uri) {
    this.resources = resources;
    this.client = client;
    this.uri = uri;
  }

  /**
   * The Redis at a URL ({@code redis://}, {@code rediss://}); connects only with {@link #link}.
   *
   * @throws IllegalArgumentException if it is no such URL
   */
  public static RedisServer at(String url) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(COMMAND_TIMEOUT);
    uri.setClientName("mas");
    ClientResources resources =
        ClientResources.builder().reconnectDelay(Delay.constant(RECONNECT_DELAY)).build();
    Pulse pulse = new Pulse();
    RedisClient client = AsyncRedisClient.on(resources, pulse, HaltPoint.ofSystemProperty());
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(true)
            // not to be held back and then dropped: who called tries again, and at once
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(command -> true)
            .requestQueueSize(100_000)
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(COMMAND_TIMEOUT)
                    .tcpNoDelay(true)
                    .keepAlive(true)
                    .build())
            .timeoutOptions(
                TimeoutOptions.builder()
                    .timeoutCommands(true)
                    .fixedTimeout(COMMAND_TIMEOUT.plus(BLOCK))
                    .build())
            .build());
    pulse.start(resources.eventExecutorGroup());
    return new RedisServer(resources, client, uri);
  }

  /** Host and port, for messages; no secret. */
  public String address() {
    return uri.getHost() + ":" + uri.getPort();
  }

  /**
   * A new connection as the user of the URL.
   *
   * @throws LinkException if Redis cannot be reached or refuses the user
   */
  public RedisLink link() {
    return open(uri);
  }

  /**
   * A new connection as another user, or as the user of the URL where none is given.
   *
   * @throws LinkException if Redis cannot be reached or refuses the user
   */
  public RedisLink link(@Nullable String user, @Nullable String password) {
    if (user == null || password == null) {
      return link();
    }
    return open(RedisURI.builder(uri).withAuthentication(user, password.toCharArray()).build());
  }

  private RedisLink open(RedisURI as) {
    try {
      RedisLink link = new RedisLink(client.connect(CODEC, as));
      link.awaitReady();
      return link;
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw LinkException.of("connecting to Redis at " + address(), cause);
    }
  }

  /**
   * Listens to channels that a pattern matches ('*' stands for anything) until closed; the listener
   * gets channel and text, on a thread of the client, and must not block.
   */
  public AutoCloseable subscribe(String pattern, BiConsumer<String, String> listener) {
    for (int tries = 1; ; tries++) {
      StatefulRedisPubSubConnection<String, String> connection = openPubSub();
      connection.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String matched, String channel, String text) {
              listener.accept(channel, text);
            }
          });
      try {
        RedisLink.await(
            "subscribing at " + address(),
            connection.async().psubscribe(pattern).toCompletableFuture());
        return connection;
      } catch (LinkException e) {
        connection.close();
        if (!e.isUnreachable() || tries == SUBSCRIBE_TRIES) {
          throw e;
        }
      }
    }
  }

  private StatefulRedisPubSubConnection<String, String> openPubSub() {
    try {
      return client.connectPubSub(StringCodec.UTF8, uri);
    } catch (RuntimeException e) {
      throw LinkException.of("subscribing at " + address(), e);
    }
  }

  /** Closes every connection. */
  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    resources.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
