package io.mas.internal.runtime;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Where handlers run: on virtual threads from Java 21 on, else on a pool. Chosen here alone. */
final class Threads {
  private Threads() {}

  /**
   * For handlers. On Java 17 a cached pool: it is bounded by the instances' concurrency, since an
   * instance runs no more at a time, and must not be smaller, since a handler may wait for another.
   */
  static ExecutorService forHandlers() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return Executors.newCachedThreadPool(named("mas-handler-"));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads cannot be had", e);
    }
  }

  /** For what is due later; its tasks are short. */
  static ScheduledThreadPoolExecutor forTimers() {
    ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, named("mas-timer-"));
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
