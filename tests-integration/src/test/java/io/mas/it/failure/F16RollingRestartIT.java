package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Three processes with an instance of one agent each, restarted one after the other under load. */
@Isolated // it measures time
class F16RollingRestartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HANDLED = "handled ";

  @TempDir private Path directory;

  /** Says when it handles a message. */
  public static final class Timed extends Tally {
    @Override
    protected void hop(Hop hop) {
      System.out.println(HANDLED + System.currentTimeMillis());
      super.hop(hop);
    }
  }

  @Test
  @SuppressWarnings("try") // the service need only be there
  void losesAndRepeatsNothingAndPausesForNoSecond() throws Exception {
    AgentProcess.Role role = AgentProcess.Role.of("sink", Timed.class);
    try (Site site = Site.in(directory);
        Registry registry = Registry.start(site.redis().url())) {
      Source source = site.closing(Source.of(site, "source", "sink"));
      site.gateway();
      List<AgentProcess> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(site.agents(role));
      }
      source.flow(Duration.ofMillis(4));
      source.awaitMore(200, PATIENCE);
      for (int i = 0; i < 3; i++) {
        AgentProcess old = all.get(i);
        old.process().terminate();
        assertThat(old.process().awaitExit()).isEqualTo(143);
        source.awaitMore(100, PATIENCE);
        all.add(site.agents(role));
        source.awaitMore(100, PATIENCE);
      }
      source.end().awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());

      Tally.Result result = source.result();
      long longest = longestPause(all);
      Report.of("F16")
          .with("lost", result.lost())
          .with("repeated", result.repeated())
          .with("longest_pause_ms", longest)
          .print();
      assertThat(result.sent()).isGreaterThan(1_000);
      assertThat(result.lost()).isZero();
      assertThat(result.repeated()).isZero();
      assertThat(longest).isLessThan(1_000);
      assertThat(site.wire().deadLetters()).isEmpty();
    }
  }

  private static long longestPause(List<AgentProcess> processes) {
    long[] times =
        processes.stream()
            .flatMap(process -> process.process().lines().stream())
            .filter(line -> line.startsWith(HANDLED))
            .mapToLong(line -> Long.parseLong(line.substring(HANDLED.length())))
            .sorted()
            .toArray();
    assertThat(times).isNotEmpty();
    return LongStream.range(1, times.length)
        .map(i -> times[(int) i] - times[(int) i - 1])
        .max()
        .orElseThrow();
  }
}
