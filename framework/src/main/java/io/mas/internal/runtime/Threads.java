package io.mas.internal.runtime;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where handlers run: on virtual threads from Java 21 on, else on a pool; and where the rest runs.
 * Chosen here alone.
 */
final class Threads {
  private static final int CALLBACK_THREADS = 16;

  /** More than one instance can hold with all its duties, while its Redis does not answer. */
  private static final int DUTY_THREADS = 8;

  private Threads() {}

  /**
   * For handlers. On Java 17 a cached pool: it is bounded by the instances' concurrency, since an
   * instance runs no more at a time, and must not be smaller, since a handler may wait for another.
   */
  static ExecutorService forHandlers() {
    ExecutorService virtual = virtual();
    return virtual == null ? Executors.newCachedThreadPool(named("mas-handler-")) : virtual;
  }

  /** For what is attached to the stages of asynchronous requests. */
  static ExecutorService forCallbacks() {
    ExecutorService virtual = virtual();
    if (virtual != null) {
      return virtual;
    }
    return pool(CALLBACK_THREADS, "mas-callback-");
  }

  /**
   * For what keeps instances alive: renewals and heartbeats. On threads of the operating system
   * also from Java 21 on, since virtual ones take turns only where they wait: as many handlers that
   * compute as there are cores would keep them all waiting, until others took over what is held.
   * Each {@link Duty} holds at most one. What falls due after the end is not done.
   */
  static ThreadPoolExecutor forDuties() {
    ThreadPoolExecutor pool = pool(DUTY_THREADS, "mas-duty-");
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return pool;
  }

  private static ThreadPoolExecutor pool(int threads, String prefix) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(prefix));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static @Nullable ExecutorService virtual() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return null; // Java 17
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
