package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.it.failure.AgentProcess.Role;
import io.mas.it.support.JavaProcess;
import io.mas.it.support.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two instances of an agent whose time stops for longer than its lease, again and again,
 * while messages flow through it that change its state and leave it again.
 */
class AgentPausedIT {
  private static final int PAUSES = 3;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration PAUSE = LEASE.multipliedBy(3);
  private static final Duration BETWEEN = Duration.ofMillis(6);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HANDLES = "handles";
  private static final String LAPSED = "its registration had lapsed; registering anew";

  @TempDir private Path directory;

  /** Says when it handles something, and takes some time, so that it holds something mostly. */
  static final class Passing extends Tally {
    @Override
    protected void hop(Hop hop) {
      System.out.println(HANDLES);
      LockSupport.parkNanos(2_000_000);
      super.hop(hop);
    }
  }

  @Test
  void losesAndRepeatsNoEffectAndGoesOnToWorkWhenItWakes() throws Exception {
    Role role = Role.of("middle", Passing.class).withLease(LEASE);
    try (Site site = Site.in(directory)) {
      Source source = site.closing(Source.of(site, "source", "middle", "sink"));
      site.gateway();
      site.agents(Role.of("sink", Tally.class));
      List<JavaProcess> instances =
          List.of(site.agents(role).process(), site.agents(role).process());
      Set<String> registered = registered(site.wire());
      assertThat(registered).hasSize(2);
      source.flow(BETWEEN);
      int takenOver = 0;
      for (int pause = 0; pause < PAUSES; pause++) {
        JavaProcess paused = instances.get(pause % 2);
        JavaProcess other = instances.get(1 - pause % 2);
        int lapses = count(paused, LAPSED);
        int takeovers = count(other, "takes over");
        source.awaitMore(50, PATIENCE);
        long start = System.nanoTime();
        paused.pause();
        await("the one paused to count as dead")
            .atMost(PATIENCE)
            .until(() -> registered(site.wire()).size() == 1);
        source.awaitMore(100, PATIENCE);
        await("the pause to be over")
            .atMost(PATIENCE)
            .until(() -> System.nanoTime() - start > PAUSE.toNanos());
        int before = handles(paused);
        paused.resume();
        await("the one that wakes to work again")
            .atMost(PATIENCE)
            .until(() -> handles(paused) > before + 20);
        assertThat(registered(site.wire())).isEqualTo(registered);
        assertThat(count(paused, LAPSED)).isGreaterThan(lapses);
        takenOver += count(other, "takes over") - takeovers;
      }
      source.end().awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      Tally.Result passed = Tally.result(site.wire(), "middle", "source", source.sent());
      Tally.Result arrived = source.result();
      Report.of("paused-agent")
          .with("pauses", PAUSES)
          .with("pause_ms", PAUSE.toMillis())
          .with("takeovers", takenOver)
          .with(arrived)
          .print();
      assertThat(takenOver).as("what the one paused held").isPositive();
      assertThat(passed.lost() + arrived.lost()).as("lost").isZero();
      assertThat(passed.repeated()).as("changes of state that happened twice").isZero();
      assertThat(arrived.repeated()).as("messages that left twice").isZero();
      assertThat(site.wire().deadLetters()).isEmpty();
      assertThat(site.decisionsPerMessage()).allSatisfy((id, times) -> assertThat(times).isOne());
    }
  }

  private static Set<String> registered(Wire wire) {
    String prefix = Wire.KEYS.instance("middle", "");
    return wire.redis().keys(prefix + "*").stream().collect(Collectors.toCollection(TreeSet::new));
  }

  private static int handles(JavaProcess process) {
    return (int) List.copyOf(process.lines()).stream().filter(HANDLES::equals).count();
  }

  private static int count(JavaProcess process, String text) {
    return (int) process.log().lines().filter(line -> line.contains(text)).count();
  }
}
