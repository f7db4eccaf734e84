package io.mas.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance has to do again and again. It is never done twice at a time, and once more where
 * it fell due while it was being done; so an instance whose Redis answers slowly holds one of the
 * threads that all instances share for each of its duties, and not one for each time.
 */
final class Duty {
  private static final Logger log = LoggerFactory.getLogger(Duty.class);

  private final String name;
  private final Executor executor;
  private final Runnable work;
  private final AtomicInteger due = new AtomicInteger();

  /** One of a name, for the log. */
  Duty(String name, Executor executor, Runnable work) {
    this.name = name;
    this.executor = executor;
    this.work = work;
  }

  /** Has it done soon. Waits for nothing. */
  void fallDue() {
    if (due.getAndIncrement() == 0) {
      executor.execute(this::perform);
    }
  }

  private void perform() {
    int before = due.get();
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("{} has failed; it is done again when it is due again", name, e);
    } finally {
      if (due.addAndGet(-before) > 0) {
        executor.execute(this::perform); // behind those of others
      }
    }
  }
}
