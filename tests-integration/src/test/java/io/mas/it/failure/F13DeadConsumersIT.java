package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.it.failure.AgentProcess.Role;
import io.mas.it.support.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose instances are started and killed again and again while they hold messages. */
class F13DeadConsumersIT {
  private static final int STARTS = Integer.getInteger("f13.starts", 40);

  /** In each process; all of them are killed together. */
  private static final int TOGETHER = 8;

  /** Sent to each, more than it handles before it is killed. */
  private static final int BURST = 100;

  private static final int FEW = 4;
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;

  /** Takes some time, so that it holds what it has not handled. */
  static final class Unhurried extends Tally {
    @Override
    protected void hop(Hop hop) {
      LockSupport.parkNanos(2_000_000);
      super.hop(hop);
    }
  }

  private static int consumers(Wire wire) {
    return wire.redis().xinfoConsumers(Wire.KEYS.inbox("mortal"), "agents").size();
  }

  private static long pending(Wire wire) {
    return wire.redis().xpending(Wire.KEYS.inbox("mortal"), "agents").getCount();
  }

  @Test
  void leaveNothingUnhandledAndAreForgotten() throws Exception {
    Role crowd = Role.of("mortal", Unhurried.class, TOGETHER).withLease(LEASE);
    try (Site site = Site.in(directory)) {
      Wire wire = site.wire();
      Source source = site.closing(Source.of(site, "source", "mortal"));
      site.gateway();
      int started = 0;
      int mostConsumers = 0;
      long leftPending = 0;
      while (started < STARTS) {
        AgentProcess doomed = site.agents(crowd);
        started += TOGETHER;
        source.send(BURST).awaitMore(BURST / 5, PATIENCE);
        await().atMost(PATIENCE).until(() -> pending(wire) > 0);
        doomed.kill();
        mostConsumers = Math.max(mostConsumers, consumers(wire));
        leftPending += pending(wire);
      }
      // their own streams outlive them by minutes; here those have passed
      String streams = Wire.KEYS.instanceStream("mortal", "");
      for (String stream : wire.redis().keys(streams + "*")) {
        wire.redis().pexpire(stream, 1);
      }
      long start = System.nanoTime();
      site.agents(Role.of("mortal", Tally.class).withLease(LEASE));
      source.send(BURST).awaitAll(PATIENCE);
      long recovered = Duration.ofNanos(System.nanoTime() - start).toMillis();
      Source.awaitSettled(wire);
      await("the dead to be forgotten")
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumers(wire)).isBetween(1, FEW);
                // the newest number and entry, and two of each instance
                assertThat(wire.hash(Wire.KEYS.sequence("mortal"))).hasSizeBetween(3, 2 + 2 * FEW);
              });
      Tally.Result result = source.result();
      Report.of("F13")
          .with("starts", started)
          .with("left_pending", leftPending)
          .with("most_consumers", mostConsumers)
          .with("consumers", consumers(wire))
          .with("seq_fields", wire.hash(Wire.KEYS.sequence("mortal")).size())
          .with("lost", result.lost())
          .with("repeated", result.repeated())
          .with("recovered_ms", recovered)
          .print();
      assertThat(leftPending).isGreaterThan(started);
      assertThat(result.lost()).isZero();
      assertThat(result.repeated()).isZero();
      assertThat(wire.deadLetters()).isEmpty();
    }
  }
}
