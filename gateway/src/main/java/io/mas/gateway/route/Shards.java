package io.mas.gateway.route;

import io.mas.internal.redis.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The owners of all shards, each on a thread of its own, and the bell that wakes them. */
public final class Shards implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Shards.class);
  private static final long STOP_MILLIS = 5_000;

  private final List<ShardOwner> owners = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AutoCloseable subscription;

  /** Starts them; each takes its shard's lease as soon as that is free. */
  public Shards(GatewayContext context, RedisServer server) {
    List<Doorbell> bells = new ArrayList<>();
    for (int shard = 0; shard < context.keys().shards(); shard++) {
      Doorbell bell = new Doorbell();
      bells.add(bell);
      owners.add(new ShardOwner(shard, context, bell));
    }
    Rings rings =
        new Rings(
            context.keys(),
            (shard, agent) -> context.directory().current().find(shard, agent) != null,
            bells,
            System::nanoTime);
    // before the owners' first look at their outboxes, so that nothing falls in between
    subscription = server.subscribe("mas.bell:*", rings::ring);
    for (int shard = 0; shard < owners.size(); shard++) {
      Thread thread = new Thread(owners.get(shard), "mas-shard-" + shard);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Ends after the batches that are under way. */
  @Override
  public void close() {
    owners.forEach(ShardOwner::stop);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      }
      subscription.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("the bell's subscription did not close: {}", e.getMessage());
    }
  }
}
