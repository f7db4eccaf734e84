package io.mas.gateway.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisClock;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.protocol.Json;
import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: keeps the registry of agents, ACTIVE while an instance of them lives and INACTIVE
 * else, and tells of every change by a system event.
 *
 * <p>Events are JSON texts on the channel {@code mas.system}: {@code event} is INSTANCE_JOIN or
 * INSTANCE_LEAVE for each instance, REGISTER when an agent gets its first live instance, DEREGISTER
 * when it has lost its last, PAUSE, DRAIN and RESUME when an operator has asked for it; {@code
 * agent}, {@code instance} where it is about one, {@code at} in milliseconds since 1970. They are
 * news, not a record: who listens later reads the registry.
 *
 * <p>Several may run on one Redis; one of them works, by lease, and another takes over when it
 * dies.
 */
public final class Registry implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Registry.class);
  private static final String LEASE = "mas:service";
  private static final long LEASE_MILLIS = 3_000;
  private static final long ROUND_MILLIS = 500;

  private final RedisServer server;
  private final RedisLink link;
  private final Presence presence;
  private final EvictionWatch eviction;
  private final AutoCloseable subscription;
  private final String id = "service-" + HexFormat.of().formatHex(SecretKeys.random(6));
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mas-service");
            thread.setDaemon(true);
            return thread;
          });
  private boolean working;
  private long fence;

  private Registry(RedisServer server) {
    this.server = server;
    this.link = server.link();
    this.eviction = EvictionWatch.start(link, server.address());
    Keys keys = Layout.prepare(link);
    this.presence = new Presence(link, keys, new RedisClock(link), this::announce);
    this.subscription =
        server.subscribe("mas.registry:*", (channel, agent) -> soon(() -> rung(channel, agent)));
  }

  /**
   * Starts it on the Redis at a URL, whose user needs the rights of an admin; what lives there
   * already is registered when this returns.
   *
   * @throws LinkException if Redis cannot be reached
   * @throws io.mas.EvictingRedisException if Redis may throw messages away
   */
  public static Registry start(String redisUrl) {
    RedisServer server = RedisServer.at(redisUrl);
    try {
      Registry registry = new Registry(server);
      registry.round();
      registry.worker.scheduleWithFixedDelay(
          registry::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
      registry.worker.scheduleWithFixedDelay(
          registry.eviction::look,
          EvictionWatch.PERIOD_MILLIS,
          EvictionWatch.PERIOD_MILLIS,
          TimeUnit.MILLISECONDS);
      return registry;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void soon(Runnable action) {
    if (!worker.isShutdown()) {
      worker.execute(action);
    }
  }

  private void round() {
    try {
      List<Object> lease =
          link.callForList(
              "mas_lease", List.of(LEASE), new Arguments().add(id).add(LEASE_MILLIS).add(fence));
      long before = fence;
      fence = (Long) lease.get(0);
      boolean granted = fence != 0;
      // another fence though it worked: Redis has lost the lease, and what the registry said
      if (granted && (!working || fence != before)) {
        presence.readAll();
      }
      working = granted;
      if (working) {
        presence.checkLeases();
      }
    } catch (LinkException e) {
      working = false;
      log.warn("the service cannot work, trying again: {}", e.getMessage());
    } catch (RuntimeException e) {
      working = false;
      log.error("a round of the service failed, starting over", e);
    }
  }

  private void rung(String channel, String agent) {
    if (!working) {
      return;
    }
    try {
      presence.rung(channel, agent);
    } catch (RuntimeException e) {
      working = false; // the next round reads all
      log.warn("agent {} cannot be looked at: {}", agent, e.getMessage());
    }
  }

  private void announce(String event, String agent, String instance, long at) {
    ObjectNode news = Json.mapper().createObjectNode();
    news.put("event", event);
    news.put("agent", agent);
    if (!instance.isEmpty()) {
      news.put("instance", instance);
    }
    news.put("at", at);
    log.info("{} {}", event, instance.isEmpty() ? agent : agent + "/" + instance);
    link.publish(Keys.SYSTEM_EVENTS, new String(Json.write(news), StandardCharsets.UTF_8));
  }

  /** Stops it; another one may take over at once. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(2, TimeUnit.SECONDS)) {
        log.warn("the service was still at work when it was stopped");
      }
      if (working) {
        // news of those who left while it was stopping
        presence.readAll();
        link.callForAny("mas_release", List.of(LEASE), new Arguments().add(id).add(fence));
      }
      subscription.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("the service did not stop cleanly: {}", e.getMessage());
    } finally {
      server.close();
    }
  }
}
