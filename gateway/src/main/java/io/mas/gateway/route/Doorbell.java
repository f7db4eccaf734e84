package io.mas.gateway.route;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The senders of a shard that are said to have sent something. Thread-safe. */
final class Doorbell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final Set<String> senders = new LinkedHashSet<>();

  void ring(String sender) {
    lock.lock();
    try {
      senders.add(sender);
      rung.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Those that rang, at most so many; waits for the first at most so long. */
  List<String> take(int count, long waitMillis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
      while (senders.isEmpty() && left > 0) {
        left = rung.awaitNanos(left);
      }
      List<String> taken = new ArrayList<>(senders.stream().limit(count).toList());
      taken.forEach(senders::remove);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  boolean isQuiet() {
    lock.lock();
    try {
      return senders.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
