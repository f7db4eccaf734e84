package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class DutyTest {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private int done;

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  @Test
  void isDoneOnceHoweverOftenItFellDueBefore() {
    Duty duty = new Duty("duty", tasks::add, () -> done++);
    duty.fallDue();
    duty.fallDue();
    assertThat(tasks).hasSize(1);
    runAll();
    assertThat(done).isEqualTo(1);
  }

  @Test
  void isDoneEachTimeItFallsDueAfterwards() {
    Duty duty = new Duty("duty", tasks::add, () -> done++);
    for (int i = 0; i < 3; i++) {
      duty.fallDue();
      runAll();
    }
    assertThat(done).isEqualTo(3);
  }

  @Test
  void isDoneOnceMoreAndNotBesideItselfWhereItFellDueMeanwhile() {
    Duty[] duty = new Duty[1];
    duty[0] =
        new Duty(
            "duty",
            tasks::add,
            () -> {
              if (done++ == 0) {
                duty[0].fallDue();
                duty[0].fallDue();
                assertThat(tasks).isEmpty();
              }
            });
    duty[0].fallDue();
    runAll();
    assertThat(done).isEqualTo(2);
  }

  @Test
  void isDoneAgainThoughItHasFailed() {
    Duty duty =
        new Duty(
            "duty",
            tasks::add,
            () -> {
              done++;
              throw new IllegalStateException("on purpose");
            });
    duty.fallDue();
    runAll();
    duty.fallDue();
    runAll();
    assertThat(done).isEqualTo(2);
  }
}
