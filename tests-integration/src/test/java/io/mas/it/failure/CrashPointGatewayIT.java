package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.it.support.GatewayProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that halts at each of its steps, and another that goes on from there. */
class CrashPointGatewayIT {
  private static final int HALTED = 137;

  /** Sites that go through their crash points side by side, since most of the time is waiting. */
  private static final int SITES = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void losesRepeatsAndReordersNothingWhereverItHalts() throws Exception {
    List<CrashPoint> points = CrashPoint.of(CrashPoint.OF_GATEWAY);
    List<Tally.Result> results =
        SideBySide.run(SITES, directory, (site, data) -> drive(data, every(SITES, site, points)));
    Tally.Result sum = results.stream().reduce(Tally.Result.NONE, Tally.Result::plus);
    Report.of("CrashPointGateway").with("points", points.size()).with(sum).print();
    assertThat(sum).isEqualTo(Tally.Result.allWell(sum.sent()));
  }

  private static List<CrashPoint> every(int step, int from, List<CrashPoint> points) {
    return IntStream.range(0, points.size())
        .filter(i -> i % step == from)
        .mapToObj(points::get)
        .toList();
  }

  private static Tally.Result drive(Path data, List<CrashPoint> points) throws Exception {
    try (Site site = Site.in(data)) {
      site.run("relay", new Tally());
      site.run("sink", new Tally());
      Source source = site.closing(Source.of(site, "source", "relay", "sink"));
      source.flow(Duration.ofMillis(10));
      for (CrashPoint point : points) {
        GatewayProcess victim = site.gateway(site.redis().port(), point.property());
        if (point.command().equals("mas_release")) {
          victim.process().awaitReady();
          source.awaitMore(5, PATIENCE);
          victim.process().terminate();
        }
        assertThat(victim.process().awaitExit()).as("halted %s", point).isEqualTo(HALTED);
      }
      Proxy proxy = site.closing(Proxy.to(site.redis().port()));
      GatewayProcess last = site.gateway(proxy.port(), Map.of());
      source.awaitMore(50, PATIENCE);
      source.end().awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      assertThat(site.wire().deadLetters()).isEmpty();
      assertThat(site.decisionsPerMessage().values()).containsOnly(1);
      last.process().terminate();
      last.process().awaitExit();
      assertThat(proxy.commands())
          .as("what a gateway does at Redis")
          .contains("mas_commit", "mas_release")
          .allMatch(
              command ->
                  CrashPoint.EXEMPT.containsKey(command)
                      || CrashPoint.commands(CrashPoint.OF_GATEWAY).contains(command));
      Tally.Result atRelay = Tally.result(site.wire(), "relay", "source", source.sent());
      return atRelay.plus(source.result());
    }
  }
}
