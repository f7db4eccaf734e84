package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.it.support.Listener;
import io.mas.testkit.TestSystem;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** An instance commits while its own read waits for entries at Redis. */
@Isolated // it measures time
class F25BlockingReadIT {
  private static final int WARM_UP = 2_000;
  private static final int COMMITS = 2_000;
  private static final long GOAL_MICROS = 5_000;
  private static final int NOISE = 10;

  @Test
  void doesNotHoldUpItsCommits() {
    try (TestSystem system = TestSystem.withoutGateway()) {
      Listener sender = new Listener();
      system.provision("receiver");
      system.run("sender", sender);
      for (int i = 0; i < WARM_UP; i++) {
        sender.send("receiver", "number", i);
      }
      long[] nanos = new long[COMMITS];
      for (int i = 0; i < COMMITS; i++) {
        long start = System.nanoTime();
        sender.send("receiver", "number", i);
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      long median = nanos[COMMITS / 2] / 1_000;
      long p99 = nanos[COMMITS * 99 / 100] / 1_000;
      Report.of("F25")
          .with("commits", COMMITS)
          .with("p50_us", median)
          .with("p99_us", p99)
          .with("max_us", nanos[COMMITS - 1] / 1_000)
          .print();
      // The read waits two seconds at a time: one commit behind it would take that long. What is
      // slower than this now and then is the machine, which does other work than this.
      assertThat(median).isLessThan(GOAL_MICROS);
      assertThat(p99).isLessThan(NOISE * GOAL_MICROS);
    }
  }
}
