package io.mas.gateway.limit;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills what this gateway holds of shared limits from their one level in Redis, and gives back what
 * is not used. A thread of its own does it, only while something is asked for or held.
 */
public final class PortionLoader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PortionLoader.class);
  private static final long LOOK_MILLIS = 100;
  private static final long STOP_MILLIS = 5_000;

  private final Portions portions;
  private final RedisLink link;
  private final Keys keys;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean running = true;

  /** So many for a portion; below 0, of a portion. */
  private record Order(Portion portion, int count) {}

  /** Starts it. */
  public PortionLoader(Portions portions, RedisLink link, Keys keys, InstantSource clock) {
    this.portions = portions;
    this.link = link;
    this.keys = keys;
    this.clock = clock;
    this.thread = new Thread(this::run, "mas-limits");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (running) {
      try {
        boolean holds = portions.all().stream().anyMatch(Portion::holdsAny);
        portions.awaitRing(holds ? LOOK_MILLIS : 0);
        long now = clock.millis();
        List<Order> orders =
            portions.all().stream().map(portion -> new Order(portion, portion.order(now))).toList();
        carryOut(orders);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Throwable e) {
        // errors too: without this thread its messages would wait for ever
        log.error("shared limits could not be shared out", e);
      }
    }
  }

  private String key(Order order) {
    String name = order.portion().name();
    return Keys.quotas(name.equals(Portions.GLOBAL) ? 0 : keys.shardOf(name));
  }

  private void carryOut(List<Order> orders) {
    Map<String, List<Order>> byKey = new LinkedHashMap<>();
    for (Order order : orders) {
      if (order.count() != 0) {
        byKey.computeIfAbsent(key(order), key -> new ArrayList<>()).add(order);
      }
    }
    byKey.forEach(this::carryOut);
  }

  private void carryOut(String key, List<Order> orders) {
    Arguments arguments = new Arguments();
    for (Order order : orders) {
      List<Rate> rates = order.portion().rule().rates();
      arguments.add(order.portion().name()).add(order.count()).add(rates.size());
      for (Rate rate : rates) {
        arguments.add(rate.capacity()).add(rate.tokens()).add(rate.periodMillis());
      }
    }
    try {
      // not again: a call whose answer is lost costs tokens, one that is made twice would too
      List<Object> answer = link.callForList("mas_quota", List.of(key), arguments);
      for (int i = 0; i < orders.size(); i++) {
        Long granted = (Long) answer.get(2 * i);
        orders.get(i).portion().filled(granted.intValue(), (Long) answer.get(2 * i + 1));
      }
    } catch (LinkException e) {
      log.warn("shared limits of {} are not known: {}", key, e.getMessage());
      orders.forEach(order -> order.portion().failed(clock.millis()));
    }
  }

  /** Gives back what is left. To be called when nobody takes any more. */
  @Override
  public void close() {
    running = false;
    portions.ring();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    carryOut(portions.all().stream().map(portion -> new Order(portion, -portion.empty())).toList());
  }
}
