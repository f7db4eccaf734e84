package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.it.failure.AgentProcess.Role;
import io.mas.it.support.JavaProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A handler that takes longer than what is held may stay unrenewed, beside another instance. */
@Isolated // it takes all cores
class F02SlowHandlerIT {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration HANDLING = LEASE.multipliedBy(3);

  /** Time for another process to see what is not renewed. */
  private static final Duration SPINNING = LEASE.multipliedBy(3);

  /** The property that names the file at whose sight the spinning ends. */
  private static final String END = "f02.end";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Role SLOW = Role.of("slow", Slow.class, 1).withLease(LEASE);
  private static final String BEGUN = "begun";

  @TempDir private Path directory;

  /** Says when it begins, and takes its time with the first message. */
  static final class Slow extends Tally {
    @Override
    protected void hop(Hop hop) {
      System.out.println(BEGUN);
      if (hop.number() == 0) {
        long end = System.nanoTime() + HANDLING.toNanos();
        await()
            .atMost(PATIENCE)
            .pollInterval(100, TimeUnit.MILLISECONDS)
            .until(() -> System.nanoTime() > end);
      }
      super.hop(hop);
    }
  }

  /** Keeps a core busy with the first message. */
  static final class Spinning extends Tally {
    @Override
    protected void hop(Hop hop) {
      System.out.println(BEGUN);
      File end = new File(System.getProperty(END));
      long patience = System.nanoTime() + PATIENCE.toNanos();
      while (hop.number() == 0 && !end.exists() && System.nanoTime() < patience) {
        Thread.onSpinWait();
      }
      super.hop(hop);
    }
  }

  @Test
  void isRunOnceWhileItsInstanceLivesAndAnotherGoesOnWhenThatDies() throws Exception {
    try (Site site = Site.in(directory)) {
      Source slow = site.closing(Source.of(site, "slow-source", "slow"));
      Source doomed = site.closing(Source.of(site, "doomed-source", "doomed"));
      site.gateway();
      AgentProcess holder = site.agents(SLOW);
      AgentProcess dying = site.agents(Role.of("doomed", Slow.class).withLease(LEASE));
      slow.send(1);
      doomed.send(1);
      holder.process().awaitLine(BEGUN);
      dying.process().awaitLine(BEGUN);
      JavaProcess others =
          site.agents(
                  site.redis().port(),
                  Map.of(),
                  SLOW,
                  Role.of("doomed", Tally.class).withLease(LEASE))
              .awaitReady()
              .process();
      dying.kill();
      long recovered = doomed.awaitMore(1, PATIENCE).toMillis();
      slow.awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      Tally.Result result = slow.result().plus(doomed.result());
      int runs = begun(holder.process()) + begun(others);
      Report.of("F02")
          .with("handling_ms", HANDLING.toMillis())
          .with("handler_runs", runs)
          .with(result)
          .with("recovered_ms", recovered)
          .print();
      assertThat(runs).isEqualTo(1);
      assertThat(result).isEqualTo(Tally.Result.allWell(2));
      assertThat(recovered).as("a dead holder's").isLessThan(2 * LEASE.toMillis());
    }
  }

  /** Where handlers have virtual threads, this is as many as can run at a time. */
  @Test
  void isRunOnceThoughAsManyAsThereAreCoresNeverLetGoOfThem() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    try (Site site = Site.in(directory)) {
      List<Source> sources = new ArrayList<>();
      Role[] roles = new Role[cores];
      for (int i = 0; i < cores; i++) {
        roles[i] = Role.of("spinning" + i, Spinning.class).withLease(LEASE);
        sources.add(site.closing(Source.of(site, "source" + i, roles[i].id())));
      }
      site.gateway();
      Path end = directory.resolve("end");
      Map<String, String> properties = Map.of(END, end.toString());
      JavaProcess holder =
          site.agents(site.redis().port(), properties, roles).awaitReady().process();
      sources.forEach(source -> source.send(1));
      await().atMost(PATIENCE).until(() -> begun(holder) == cores);
      JavaProcess others =
          site.agents(site.redis().port(), properties, roles).awaitReady().process();
      await("handlers that go on spinning")
          .during(SPINNING)
          .atMost(SPINNING.multipliedBy(2))
          .until(() -> sources.stream().allMatch(source -> source.arrived() == 0));
      Files.createFile(end);
      sources.forEach(source -> source.awaitAll(PATIENCE));
      Source.awaitSettled(site.wire());
      Tally.Result result =
          sources.stream().map(Source::result).reduce(Tally.Result.NONE, Tally.Result::plus);
      Report.of("F02")
          .with("spinning_ms", SPINNING.toMillis())
          .with("cores", cores)
          .with("handler_runs", begun(holder) + begun(others))
          .with(result)
          .print();
      assertThat(begun(holder)).isEqualTo(cores);
      assertThat(begun(others)).isZero();
      assertThat(others.log()).contains("has registered").doesNotContain("takes over");
      assertThat(holder.log()).contains("has registered").doesNotContain("had lapsed");
      assertThat(result).isEqualTo(Tally.Result.allWell(cores));
    }
  }

  private static int begun(JavaProcess process) {
    return (int) List.copyOf(process.lines()).stream().filter(BEGUN::equals).count();
  }
}
