package io.mas.internal.runtime;

import io.mas.AgentCredentials;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * What the instances of one process share: the way to Redis, threads, and the reader of payloads.
 */
public final class HostResources implements AutoCloseable {
  private final RedisServer server;
  private final ExecutorService handlers = Threads.forHandlers();
  private final ExecutorService callbacks = Threads.forCallbacks();
  private final ExecutorService duties = Threads.forDuties();
  private final ScheduledThreadPoolExecutor timer = Threads.forTimers();
  private final PayloadReader payloads = new PayloadReader();

  /** For the instances that work on one Redis. */
  public HostResources(RedisServer server) {
    this.server = server;
  }

  RedisLink link(AgentCredentials credentials) {
    return server.link(
        credentials.redisUser().orElse(null), credentials.redisPassword().orElse(null));
  }

  /** Whether Redis answers, and does not let an agent in with its credentials. */
  boolean refuses(AgentCredentials credentials) {
    try {
      link(credentials).close();
      return false;
    } catch (LinkException e) {
      return e.failure() == LinkException.Cause.DENIED;
    }
  }

  /** Where handlers run. */
  public ExecutorService handlers() {
    return handlers;
  }

  ExecutorService callbacks() {
    return callbacks;
  }

  /** Where renewals, heartbeats and the like run, also while handlers take all cores. */
  ExecutorService duties() {
    return duties;
  }

  ScheduledThreadPoolExecutor timer() {
    return timer;
  }

  PayloadReader payloads() {
    return payloads;
  }

  /** Ends the threads; the instances have stopped before. */
  @Override
  public void close() {
    timer.shutdownNow();
    duties.shutdownNow();
    handlers.shutdownNow();
    callbacks.shutdownNow();
  }
}
