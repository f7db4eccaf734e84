package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.it.support.GatewayProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that owns shards stands still until long after its lease, and goes on. */
class F30OwnerPausedIT {
  /** Its lease is 3 s. */
  private static final Duration PAUSE = Duration.ofSeconds(13);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void deliversAndCommitsNothingAnyMoreWhenItWakes() throws Exception {
    try (Site site = Site.in(directory)) {
      site.run("sink", new Tally());
      Source source = site.closing(Source.of(site, "source", "sink"));
      GatewayProcess owner = site.gateway();
      source.flow(Duration.ofMillis(1)).awaitMore(200, PATIENCE);
      site.gateway();
      long start = System.nanoTime();
      owner.pause();
      long recovered = source.awaitMore(50, PATIENCE).toMillis();
      await()
          .atMost(PAUSE.multipliedBy(2))
          .until(() -> System.nanoTime() - start > PAUSE.toNanos());
      String fences = fences(site);
      owner.resume();
      source.awaitMore(2_000, PATIENCE);
      assertThat(owner.isAlive()).isTrue();
      assertThat(fences(site)).as("who owns the shards").isEqualTo(fences);
      source.end().awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      Tally.Result result = source.result();
      Report.of("F30")
          .with("paused_ms", PAUSE.toMillis())
          .with(result)
          .with("recovered_ms", recovered)
          .print();
      assertThat(result).isEqualTo(Tally.Result.allWell(source.sent()));
      assertThat(site.decisionsPerMessage().values()).containsOnly(1);
      assertThat(site.wire().deadLetters()).isEmpty();
    }
  }

  private static String fences(Site site) {
    StringBuilder fences = new StringBuilder();
    for (int shard = 0; shard < 16; shard++) {
      fences.append(site.wire().hash("mas.lease:{" + shard + "}").get("fence")).append(' ');
    }
    return fences.toString();
  }
}
