package io.mas.internal.runtime;

import io.mas.internal.redis.Entry;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.ReadSize;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.internal.redis.StreamIds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an instance's two streams on a connection of its own, one blocking read after the other.
 * While the dispatcher is full it reads the instance's own stream alone, so that replies still come
 * to handlers that wait for them.
 */
final class Reader {
  private static final Logger log = LoggerFactory.getLogger(Reader.class);
  private static final int BATCH = 128;
  private static final long TARGET_BYTES = 1024 * 1024;
  private static final long PAUSE_MILLIS = 200;

  /** A read ends by itself after {@link RedisServer#BLOCK}; its answer may take a while. */
  private static final long SILENCE_MILLIS = RedisServer.BLOCK.toMillis() + 1_000;

  private final String consumer;
  private final RedisLink link;
  private final String inbox;
  private final String own;
  private final Inbound inbound;
  private final Dispatcher dispatcher;
  private final ScheduledExecutorService timer;
  private volatile boolean reading;
  private volatile boolean draining;
  private volatile boolean inboxOpen;
  private volatile boolean paused;

  /** Why it cannot read; null while it can. */
  private volatile @Nullable String trouble;

  /** When the read under way began. */
  private volatile long readAt = System.nanoTime();

  private volatile Runnable groupsGone = () -> {};
  private volatile Runnable cut = () -> {};

  /** After a read whose answer may be lost: what it held then was given to us, and nobody else. */
  private volatile boolean unsure;

  /** Up to where it has read again what it holds, by stream. One read at a time uses it. */
  private final Map<String, String> heldUpTo = new ConcurrentHashMap<>();

  private final ReadSize size = new ReadSize(BATCH);

  Reader(
      String consumer,
      RedisLink link,
      String inbox,
      String own,
      Inbound inbound,
      Dispatcher dispatcher,
      ScheduledExecutorService timer) {
    this.consumer = consumer;
    this.link = link;
    this.inbox = inbox;
    this.own = own;
    this.inbound = inbound;
    this.dispatcher = dispatcher;
    this.timer = timer;
  }

  /** Says what else to do when Redis has lost the groups; it must not block. */
  void onGroupsGone(Runnable action) {
    groupsGone = action;
  }

  /** Says what else to do when reading fails, and when it works again; it must not block. */
  void onCut(Runnable action) {
    cut = action;
  }

  /** Why nothing is read; null while all is well. */
  @Nullable String trouble() {
    String known = trouble;
    if (known != null) {
      return known;
    }
    long silent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readAt);
    return reading && silent > SILENCE_MILLIS
        ? "a read has been without an answer for " + silent + " ms"
        : null;
  }

  /** Makes what it reads from; before anything is read or taken over. */
  void prepare() {
    link.createGroup(inbox);
    link.createGroup(own);
  }

  void start() {
    reading = true;
    read();
  }

  /** Reads the inbox too, from now on. */
  void openInbox() {
    inboxOpen = true;
  }

  /** Reads the inbox no more, but still the replies that turns under way wait for. */
  void drain() {
    draining = true;
  }

  /** Takes nothing more from the inbox, until told to go on; replies still come. */
  void pause() {
    paused = true;
  }

  /** Takes from the inbox again, at the latest when the read under way has ended. */
  void resume() {
    paused = false;
  }

  void stop() {
    reading = false;
  }

  private void read() {
    if (!reading) {
      return;
    }
    boolean full = draining || !inboxOpen || dispatcher.isFull();
    List<String> streams = full || paused ? List.of(own) : List.of(inbox, own);
    long block = full ? 20 : RedisServer.BLOCK.toMillis();
    boolean again = unsure;
    readAt = System.nanoTime();
    int count = count();
    CompletableFuture<List<Entry>> read;
    try {
      read =
          again
              ? link.startReadHeld(
                  consumer,
                  count,
                  after(draining || !inboxOpen ? List.of(own) : List.of(inbox, own)))
              : link.startReadGroup(consumer, count, java.time.Duration.ofMillis(block), streams);
    } catch (RuntimeException e) {
      read = CompletableFuture.failedFuture(e);
    }
    read.whenComplete(
        (entries, error) -> {
          if (error == null) {
            take(again, count, entries);
          } else {
            failed(error);
          }
        });
  }

  private int count() {
    synchronized (size) {
      return size.count(TARGET_BYTES);
    }
  }

  private Map<String, String> after(List<String> streams) {
    Map<String, String> after = new LinkedHashMap<>();
    streams.forEach(stream -> after.put(stream, heldUpTo.getOrDefault(stream, StreamIds.ZERO)));
    return after;
  }

  private void take(boolean again, int count, List<Entry> entries) {
    if (trouble != null) {
      trouble = null;
      log.info("{} reads again", consumer);
      cut.run();
    }
    synchronized (size) {
      size.read(count, entries);
    }
    if (again) {
      entries.forEach(entry -> heldUpTo.put(entry.stream(), entry.id()));
      unsure = !entries.isEmpty();
    }
    try {
      inbound.accept(entries);
    } catch (RuntimeException e) {
      log.error("{}: entries could not be taken in; reading again what is held", consumer, e);
      failed(e);
      return;
    }
    read();
  }

  private void failed(Throwable error) {
    if (!reading) {
      return;
    }
    unsure = true;
    heldUpTo.clear();
    LinkException failure = LinkException.of("reading", error);
    if (trouble == null) {
      log.warn("{} cannot read, trying again: {}", consumer, failure.getMessage());
      cut.run();
    }
    trouble = "it cannot read: " + failure.getMessage();
    timer.schedule(
        () -> {
          if (failure.failure() == LinkException.Cause.MISSING) {
            restoreGroups();
          }
          read();
        },
        PAUSE_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void restoreGroups() {
    try {
      link.createGroup(inbox);
      link.createGroup(own);
      log.warn("{}: the groups of its streams were gone and were made again", consumer);
      groupsGone.run(); // its registration is probably gone too
    } catch (LinkException e) {
      log.warn("{}: the groups cannot be made again yet: {}", consumer, e.getMessage());
    }
  }
}
