package io.mas.it.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.FunctionLibrary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the order of steps and faults, the functions keep what was promised; and each rule of
 * theirs that is left out breaks a promise. {@code -Dmas.schedules=N} runs more of them, {@code
 * -Dmas.schedules.seed=N} others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScheduleIT {
  private static final int SCHEDULES = Integer.getInteger("mas.schedules", 250);
  private static final long SEED = Long.getLong("mas.schedules.seed", 1);

  private Server server;

  @BeforeAll
  void open() {
    server = new Server();
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void keepsEveryPromiseWhateverTheOrderOfStepsAndFaults() {
    server.load(FunctionLibrary.source());
    Optional<Search.Found> found = Search.any(server, SCHEDULES, SEED);
    assertThat(found).as(() -> found.toString()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void breaksAPromiseWithout(LeftOut rule) {
    server.load(rule.leaveOut(FunctionLibrary.source()));
    assertThat(Search.of(server, rule.breaks, 2 * SCHEDULES, SEED)).as(rule + "").isPresent();
  }

  static List<String> unused() {
    return List.of();
  }
}
