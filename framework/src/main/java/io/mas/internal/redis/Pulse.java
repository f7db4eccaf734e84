package io.mas.internal.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.protocol.DefaultEndpoint;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops connections that are half open: the other side, or the network between, has forgotten them,
 * and nobody says so. The operating system would notice after a quarter of an hour.
 *
 * <p>Each connection is asked for a sign of life every few seconds, those that wait for entries or
 * news too. One that gives none, again and again, is closed; the client then connects anew and
 * subscribes again. A Redis that is only slow for a moment costs nobody a connection.
 */
final class Pulse {
  /** Between two questions. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  private static final int UNANSWERED = 2;
  private static final Logger log = LoggerFactory.getLogger(Pulse.class);

  private final Set<Watched> connections = ConcurrentHashMap.newKeySet();

  private record Watched(
      RedisChannelHandler<?, ?> connection,
      RedisAsyncCommands<?, ?> commands,
      DefaultEndpoint endpoint,
      AtomicInteger unanswered) {}

  /** Asks from now on, for as long as the executor runs. */
  void start(ScheduledExecutorService executor) {
    executor.scheduleAtFixedRate(
        this::ask, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Watches a connection until it is closed. */
  void watch(
      RedisChannelHandler<?, ?> connection,
      RedisAsyncCommands<?, ?> commands,
      DefaultEndpoint endpoint) {
    connections.add(new Watched(connection, commands, endpoint, new AtomicInteger()));
  }

  /** How many it watches. */
  int watched() {
    return connections.size();
  }

  private void ask() {
    try {
      connections.removeIf(watched -> watched.connection().isClosed());
      connections.stream().filter(watched -> watched.connection().isOpen()).forEach(this::ask);
    } catch (RuntimeException e) {
      // what is thrown here would end the schedule without a word
      log.error("connections could not be asked for a sign of life", e);
    }
  }

  private void ask(Watched watched) {
    watched
        .commands()
        .ping()
        .whenComplete(
            (pong, error) -> {
              if (!(error instanceof RedisCommandTimeoutException)) {
                watched.unanswered().set(0); // any other error is an answer, or a new connection
              } else if (watched.unanswered().incrementAndGet() >= UNANSWERED) {
                watched.unanswered().set(0);
                log.warn("a connection to Redis gives no sign of life; connecting anew");
                watched.endpoint().disconnect();
              }
            });
  }
}
