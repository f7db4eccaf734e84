package io.mas.internal.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private final ThreadPoolExecutor duties = Threads.forDuties();

  @AfterEach
  void end() {
    duties.shutdownNow();
  }

  /** A handler that computes keeps the carrier of its virtual thread, and so all others waiting. */
  @Test
  void dutiesHaveThreadsThatTheOperatingSystemSchedules() {
    String name =
        CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), duties)
            .orTimeout(10, SECONDS)
            .join();
    assertThat(name).startsWith("mas-duty-");
  }

  @Test
  void dutiesThatWaitDoNotHoldUpThoseOfOthers() {
    CountDownLatch answer = new CountDownLatch(1);
    for (int i = 1; i < duties.getMaximumPoolSize(); i++) {
      duties.execute(
          () -> {
            try {
              answer.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    assertThat(duties.getMaximumPoolSize()).isGreaterThan(4);
    CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> {}, duties),
            CompletableFuture.runAsync(() -> {}, duties))
        .orTimeout(10, SECONDS)
        .join();
    answer.countDown();
  }

  @Test
  void dutiesThatFallDueAfterTheEndAreNotDone() {
    duties.shutdownNow();
    duties.execute(() -> {});
    assertThat(duties.getQueue()).isEmpty();
  }
}
