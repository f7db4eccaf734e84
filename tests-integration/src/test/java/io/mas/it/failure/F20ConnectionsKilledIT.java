package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KillArgs;
import io.mas.it.failure.AgentProcess.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Redis closes every connection of gateway and agents, again and again. */
@Isolated // it measures time
class F20ConnectionsKilledIT {
  private static final int ROUNDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void resumesWithinTwoSecondsEachTimeAndLosesNothing() throws Exception {
    try (Site site = Site.in(directory)) {
      Source source = site.closing(Source.of(site, "source", "relay", "sink"));
      site.gateway();
      site.agents(Role.of("relay", Tally.class), Role.of("sink", Tally.class));
      source.flow(Duration.ofMillis(2)).awaitMore(50, PATIENCE);
      long slowest = 0;
      for (int round = 0; round < ROUNDS; round++) {
        for (KillArgs all : List.of(KillArgs.Builder.typeNormal(), KillArgs.Builder.typePubsub())) {
          site.wire().redis().clientKill(all.skipme(true));
        }
        slowest = Math.max(slowest, source.awaitMore(20, PATIENCE).toMillis());
      }
      source.end().awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      Tally.Result result = source.result();
      Report.of("F20").with("rounds", ROUNDS).with(result).with("recovered_ms", slowest).print();
      assertThat(result).isEqualTo(Tally.Result.allWell(source.sent()));
      assertThat(slowest).isLessThan(2_000);
    }
  }
}
