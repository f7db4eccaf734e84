package io.mas.internal.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose time passes when a test says so. Runs what is due on the calling thread. */
final class ManualTimer extends ScheduledThreadPoolExecutor {
  private final List<Task<?>> tasks = new ArrayList<>();
  private long now;

  ManualTimer() {
    super(0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> command, long delay, TimeUnit unit) {
    Task<V> task = new Task<>(command, now + unit.toNanos(delay));
    tasks.add(task);
    return task;
  }

  /** Lets time pass. */
  void advance(Duration time) {
    now += time.toNanos();
    List<Task<?>> due =
        tasks.stream()
            .filter(task -> task.due <= now)
            .sorted(Comparator.comparingLong(task -> task.due))
            .toList();
    tasks.removeAll(due);
    due.forEach(FutureTask::run);
  }

  /** How many are still to run. */
  long pending() {
    return tasks.stream().filter(task -> !task.isDone()).count();
  }

  private static final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    final long due;

    Task(Callable<V> command, long due) {
      super(command);
      this.due = due;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(due, ((Task<?>) other).due);
    }
  }
}
