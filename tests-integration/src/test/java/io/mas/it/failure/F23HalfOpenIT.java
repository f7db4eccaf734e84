package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.gateway.registry.Registry;
import io.mas.it.failure.AgentProcess.Role;
import io.mas.it.failure.Proxy.Direction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that nothing comes over any more, and of which nobody says that they are lost. */
class F23HalfOpenIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;

  /**
   * The gateway's and the service's commands, bells and news lose what comes to them; the agents'
   * commands and blocking reads lose what goes either way; all at the same time, and those of an
   * agent that only waits too.
   */
  @Test
  void areReplacedWithinThirtySecondsInGatewayServiceAndAgentsAndNothingIsLost() throws Exception {
    try (Site site = Site.in(directory)) {
      Proxy deaf = site.closing(Proxy.to(site.redis().port()));
      Proxy dead = site.closing(Proxy.to(site.redis().port()));
      Source source = site.closing(Source.of(site, "source", "relay", "sink"));
      site.gateway(deaf.port(), Map.of()).process().awaitReady();
      site.closing(Registry.start(site.redis().url(deaf.port())));
      site.agents(
              dead.port(),
              Map.of(),
              Role.of("relay", Tally.class),
              Role.of("sink", Tally.class),
              Role.of("idle", Tally.class))
          .awaitReady();
      source.flow(Duration.ofMillis(5)).awaitMore(50, LIMIT);
      int connections = deaf.alive() + dead.alive();
      deaf.blackHole(Direction.TO_CLIENT);
      dead.blackHole(Direction.TO_SERVER, Direction.TO_CLIENT);
      long start = System.nanoTime();
      long recovered = source.awaitMore(50, LIMIT).toMillis();
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(deaf.alive() + dead.alive()).isEqualTo(connections));
      long replaced = (System.nanoTime() - start) / 1_000_000;
      source.end().awaitAll(LIMIT);
      Tally.Result result = source.result();
      Report.of("F23")
          .with(result)
          .with("recovered_ms", recovered)
          .with("replaced_ms", replaced)
          .with("connections", connections)
          .print();
      assertThat(result).isEqualTo(Tally.Result.allWell(source.sent()));
      assertThat(replaced).isLessThan(LIMIT.toMillis());
    }
  }
}
