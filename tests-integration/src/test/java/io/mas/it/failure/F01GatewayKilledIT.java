package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.it.support.GatewayProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed under load, at any moment, again and again. */
class F01GatewayKilledIT {
  private static final int SITES = 4;
  private static final int KILLS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private record Outcome(Tally.Result result, long slowest) {}

  @Test
  void losesAndRepeatsNothingWhenTheOwnerIsKilledTwentyTimes() throws Exception {
    List<Outcome> outcomes = SideBySide.run(SITES, directory, (site, data) -> drive(data));
    Tally.Result sum =
        outcomes.stream().map(Outcome::result).reduce(Tally.Result.NONE, Tally.Result::plus);
    Report.of("F01")
        .with("kills", SITES * KILLS)
        .with(sum)
        .with("recovered_ms", outcomes.stream().mapToLong(Outcome::slowest).max().orElseThrow())
        .print();
    assertThat(sum).isEqualTo(Tally.Result.allWell(sum.sent()));
  }

  private static Outcome drive(Path data) throws Exception {
    try (Site site = Site.in(data)) {
      site.run("sink", new Tally());
      Source source = site.closing(Source.of(site, "source", "sink"));
      List<GatewayProcess> gateways = new ArrayList<>(List.of(site.gateway()));
      source.flow(Duration.ofMillis(1));
      long slowest = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        gateways.add(site.gateway());
        source.awaitMore(1, PATIENCE);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(50_000_000));
        gateways.remove(0).kill();
        slowest = Math.max(slowest, source.awaitMore(50, PATIENCE).toMillis());
      }
      source.end().awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      assertThat(site.wire().deadLetters()).isEmpty();
      assertThat(site.decisionsPerMessage().values()).containsOnly(1);
      return new Outcome(source.result(), slowest);
    }
  }
}
