package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.On;
import io.mas.it.failure.AgentProcess.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of an agent that halts at each of its steps, and another instance that goes on. */
class CrashPointAgentIT {
  private static final int HALTED = 137;

  /** Processes at a time, since most of the time is waiting. */
  private static final int AT_ONCE = 6;

  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final CrashPoint NOWHERE = new CrashPoint("nothing", "at", 0);

  @TempDir private Path directory;

  @Test
  void losesRepeatsAndReordersNothingWhereverItHalts() throws Exception {
    List<CrashPoint> points = CrashPoint.of(CrashPoint.OF_AGENT);
    ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    try (Site site = Site.in(directory)) {
      site.run("sink", new Tally());
      Source steady = site.closing(Source.of(site, "steady", "observed", "sink"));
      List<Callable<Driven>> victims = new ArrayList<>();
      for (int i = 0; i < points.size(); i++) {
        CrashPoint point = points.get(i);
        String relay = "relay-" + i;
        String source = "source-" + i;
        Source traffic = site.closing(Source.of(site, source, relay, "sink"));
        Driven driven = new Driven(source, relay, point, typeFor(point), traffic);
        victims.add(() -> drive(site, driven));
      }
      site.gateway();
      Proxy proxy = site.closing(Proxy.to(site.redis().port()));
      AgentProcess observed =
          site.agents(proxy.port(), Map.of(), Role.of("observed", Tally.class)).awaitReady();
      steady.flow(Duration.ofMillis(100));
      List<Driven> all = new ArrayList<>();
      for (Future<Driven> driven : executor.invokeAll(victims)) {
        all.add(driven.get());
      }
      all.add(new Driven("steady", "observed", NOWHERE, Tally.class, steady.end()));
      SoftAssertions soft = new SoftAssertions();
      Tally.Result sum = Tally.Result.NONE;
      for (Driven driven : all) {
        driven.traffic().awaitAll(PATIENCE);
        Tally.Result result = driven.result(site);
        soft.assertThat(result)
            .as("%s halted %s", driven.relay(), driven.point())
            .isEqualTo(Tally.Result.allWell(result.sent()));
        sum = sum.plus(result);
      }
      Source.awaitSettled(site.wire());
      assertThat(site.wire().deadLetters()).isEmpty();
      observed.process().terminate();
      observed.process().awaitExit();
      assertThat(proxy.commands())
          .as("what an agent does at Redis")
          .contains("mas_call", "mas_leave")
          .allMatch(
              command ->
                  CrashPoint.EXEMPT.containsKey(command)
                      || CrashPoint.commands(CrashPoint.OF_AGENT).contains(command));
      Report.of("CrashPointAgent").with("points", points.size()).with(sum).print();
      soft.assertAll();
    } finally {
      executor.shutdownNow();
    }
  }

  /** A relay that was halted and replaced, and what was sent through it. */
  private record Driven(
      String source, String relay, CrashPoint point, Class<? extends Tally> type, Source traffic) {
    /** At the relay and at the sink; what is passed on later has no order there. */
    Tally.Result result(Site site) {
      Tally.Result atSink = traffic.result();
      if (type.equals(Delaying.class)) {
        atSink = new Tally.Result(atSink.sent(), atSink.lost(), atSink.repeated(), 0, 0);
      }
      return Tally.result(site.wire(), relay, source, traffic.sent()).plus(atSink);
    }
  }

  /** Orders what it handles by its source. */
  static final class Keyed extends Tally {
    @Override
    @On(value = "hop", key = "source")
    protected void hop(Hop hop) {
      super.hop(hop);
    }
  }

  /** Passes on later. */
  static final class Delaying extends Tally {
    @Override
    protected void pass(String to, Hop hop) {
      sendLater(Duration.ofMillis(20), to, "hop", hop);
    }
  }

  private static Class<? extends Tally> typeFor(CrashPoint point) {
    return switch (point.command()) {
      case "mas_sort" -> Keyed.class;
      case "mas_due" -> Delaying.class;
      default -> Tally.class;
    };
  }

  /** Lets a process run until it halts, and another instance take over. */
  private static Driven drive(Site site, Driven driven) throws Exception {
    CrashPoint point = driven.point();
    Source traffic = driven.traffic().flow(Duration.ofMillis(20));
    Role role = Role.of(driven.relay(), driven.type()).withLease(LEASE);
    AgentProcess victim = site.agents(site.redis().port(), point.property(), role);
    if (point.command().equals("mas_leave")) {
      traffic.awaitMore(5, PATIENCE);
      victim.process().terminate();
    }
    assertThat(victim.process().awaitExit()).as("halted %s", point).isEqualTo(HALTED);
    site.run(role.settings(), driven.type().getDeclaredConstructor().newInstance());
    traffic.awaitMore(10, PATIENCE);
    traffic.end();
    return driven;
  }
}
