package io.mas.internal.runtime;

import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.StreamIds;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an instance that is to be the only one of its agent wait for what an instance before it has
 * held, so that order holds: until that is settled, or taken over when its lease has ended. A
 * holder that renews what it holds lives, and is not waited for.
 */
final class Succession {
  private static final Logger log = LoggerFactory.getLogger(Succession.class);
  private static final long PERIOD_MILLIS = 100;
  private static final int PAGE = 1_000;

  /** What two clocks may differ by while one command runs. */
  private static final long MARGIN_MILLIS = 500;

  private final String consumer;
  private final RedisLink link;
  private final String inbox;
  private final Claims claims;
  private final ScheduledExecutorService timer;
  private final Executor executor;
  private final Runnable whenOver;
  private final long begin = System.nanoTime();
  private volatile boolean stopped;

  /** The newest entry that anybody has held when this began. */
  private String last = "";

  Succession(
      String consumer,
      RedisLink link,
      String inbox,
      Claims claims,
      ScheduledExecutorService timer,
      Executor executor,
      Runnable whenOver) {
    this.consumer = consumer;
    this.link = link;
    this.inbox = inbox;
    this.claims = claims;
    this.timer = timer;
    this.executor = executor;
    this.whenOver = whenOver;
  }

  /** Looks now, and again until nothing is left to wait for. */
  void look() {
    if (stopped) {
      return;
    }
    try {
      claims.takeOver();
      if (isOver()) {
        whenOver.run();
        return;
      }
    } catch (LinkException e) {
      if (stopped) {
        log.debug("{} has left while it looked at what others hold", consumer, e);
        return;
      }
      log.warn("{} cannot see what others hold: {}", consumer, e.getMessage());
    }
    timer.schedule(() -> executor.execute(this::look), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    stopped = true;
  }

  private boolean isOver() {
    if (last.isEmpty()) {
      last = link.lastHeld(inbox);
      if (last.isEmpty()) {
        return true;
      }
    }
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    String after = StreamIds.ZERO;
    while (true) {
      List<RedisLink.Held> page = link.held(inbox, after, last, PAGE);
      if (!page.stream()
          .allMatch(entry -> entry.consumer().equals(consumer) || isAlive(entry, waited))) {
        return false;
      }
      if (page.size() < PAGE) {
        return true;
      }
      after = page.get(page.size() - 1).id();
    }
  }

  /** Whether its holder has renewed it, or read it, since this began. */
  private static boolean isAlive(RedisLink.Held entry, long waitedMillis) {
    return entry.idleMillis() < waitedMillis - MARGIN_MILLIS || entry.consumer().startsWith("@");
  }
}
