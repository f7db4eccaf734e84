package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.it.support.GatewayProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed under load, at any moment, again and again. */
class F01GatewayKilledIT {
  private static final int KILLS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void losesAndRepeatsNothingWhenTheOwnerIsKilledTwentyTimes() throws Exception {
    try (Site site = Site.in(directory)) {
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
      Tally.Result result = source.result();
      Report.of("F01").with("kills", KILLS).with(result).with("recovered_ms", slowest).print();
      assertThat(result).isEqualTo(new Tally.Result(source.sent(), 0, 0, 0));
      assertThat(site.wire().deadLetters()).isEmpty();
      assertThat(records(site).values()).containsOnly(1);
    }
  }

  private static Map<String, Integer> records(Site site) {
    Map<String, Integer> records = new TreeMap<>();
    for (JsonNode record : site.wire().audit()) {
      records.merge(record.path("id").asText(), 1, Integer::sum);
    }
    return records;
  }
}
