package io.mas.it.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.FunctionLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * -Dmas.schedules.seed=N} others. What was found for each rule is in target/schedules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScheduleIT {
  private static final int SCHEDULES = Integer.getInteger("mas.schedules", 250);
  private static final int RULE_SCHEDULES = Math.max(1_000, SCHEDULES);
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
  void breaksAPromiseWithout(LeftOut rule) throws IOException {
    server.load(rule.leaveOut(FunctionLibrary.source()));
    Optional<Search.Found> found = Search.of(server, rule.breaks, RULE_SCHEDULES, SEED);
    assertThat(found).as("%s without %s", rule.breaks, rule).isPresent();
    Path directory = Files.createDirectories(Path.of("target", "schedules"));
    Files.writeString(directory.resolve(rule + ".txt"), found.orElseThrow().toString());
  }
}
