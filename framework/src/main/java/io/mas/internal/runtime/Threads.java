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

/** Where handlers run: on virtual threads from Java 21 on, else on a pool. Chosen here alone. */
final class Threads {
  private static final int CALLBACK_THREADS = 16;

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
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            CALLBACK_THREADS,
            CALLBACK_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("mas-callback-"));
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
