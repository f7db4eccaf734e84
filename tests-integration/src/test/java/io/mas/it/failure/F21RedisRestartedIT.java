package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.it.failure.AgentProcess.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A Redis that is killed at random moments and comes back with what it had on disk. */
@Isolated // it measures time
class F21RedisRestartedIT {
  private static final int RESTARTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void goesOnWithinFiveSecondsOfEachRestartAndLosesNothing() throws Exception {
    try (Site site = Site.in(directory)) {
      Source source = site.closing(Source.of(site, "source", "relay", "sink"));
      site.gateway();
      site.agents(Role.of("relay", Tally.class), Role.of("sink", Tally.class));
      source.flow(Duration.ofMillis(1)).awaitMore(50, PATIENCE);
      long slowest = 0;
      for (int restart = 0; restart < RESTARTS; restart++) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(200_000_000));
        site.redis().kill();
        site.redis().startAgain();
        slowest = Math.max(slowest, source.awaitMore(20, PATIENCE).toMillis());
      }
      source.end().awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      Tally.Result result = source.result();
      Report.of("F21")
          .with("restarts", RESTARTS)
          .with(result)
          .with("recovered_ms", slowest)
          .print();
      assertThat(result).isEqualTo(Tally.Result.allWell(source.sent()));
      assertThat(slowest).isLessThan(5_000);
    }
  }
}
