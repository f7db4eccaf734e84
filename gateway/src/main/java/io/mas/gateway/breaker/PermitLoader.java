package io.mas.gateway.breaker;

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

/** Asks in Redis for what may pass to targets that are tried, on a thread of its own. */
public final class PermitLoader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PermitLoader.class);
  private static final long STOP_MILLIS = 5_000;

  private final Permits permits;
  private final BoardLoader boards;
  private final RedisLink link;
  private final Keys keys;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean running = true;

  /** Starts it. */
  public PermitLoader(
      Permits permits, BoardLoader boards, RedisLink link, Keys keys, InstantSource clock) {
    this.permits = permits;
    this.boards = boards;
    this.link = link;
    this.keys = keys;
    this.clock = clock;
    this.thread = new Thread(this::run, "mas-breakers");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (running) {
      try {
        permits.awaitRing();
        Map<Integer, List<Permit>> byShard = new LinkedHashMap<>();
        for (Permit permit : permits.all()) {
          if (permit.isAsked()) {
            byShard
                .computeIfAbsent(keys.shardOf(permit.agent()), shard -> new ArrayList<>())
                .add(permit);
          }
        }
        byShard.forEach(this::ask);
        permits.keep(boards.current());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Throwable e) {
        // errors too: without this thread its messages would wait for ever
        log.error("targets that are tried could not be asked for", e);
      }
    }
  }

  private void ask(int shard, List<Permit> asked) {
    Arguments arguments = new Arguments();
    for (Permit permit : asked) {
      arguments
          .add(permit.agent())
          .add(permit.opening())
          .add(1)
          .add(permit.rule().successThreshold())
          .add(permit.rule().timeout().toMillis());
    }
    try {
      // not again: a call whose answer is lost costs what was granted, until its trial ends
      List<Object> answer =
          link.callForList("mas_permit", List.of(Keys.breakers(shard)), arguments);
      boolean over = false;
      for (int i = 0; i < asked.size(); i++) {
        long more = (Long) answer.get(2 * i + 1);
        over |= more == 0;
        asked.get(i).came(((Long) answer.get(2 * i)).intValue(), more, clock.millis());
      }
      if (over) {
        boards.refresh(shard);
      }
    } catch (LinkException e) {
      log.warn("what may pass to targets of shard {} is not known: {}", shard, e.getMessage());
      asked.forEach(permit -> permit.failed(clock.millis()));
    }
  }

  /** Ends it; what is held ends with its trials. */
  @Override
  public void close() {
    running = false;
    permits.ring();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
