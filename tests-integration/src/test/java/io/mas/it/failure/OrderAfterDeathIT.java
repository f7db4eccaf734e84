package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.mas.AgentSettings;
import io.mas.it.failure.AgentProcess.Role;
import io.mas.it.support.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An only instance dies while it holds messages, and its successor starts at once (P3). */
class OrderAfterDeathIT {
  private static final int HELD = 20;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  /** Takes some time, so that it holds what it has not handled. */
  static final class Unhurried extends Tally {
    @Override
    protected void hop(Hop hop) {
      LockSupport.parkNanos(5_000_000);
      super.hop(hop);
    }
  }

  /** Handles nothing before it is let go. */
  static final class Blocked extends Tally {
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    protected void hop(Hop hop) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      super.hop(hop);
    }
  }

  private static long held(Wire wire, String agent) {
    return wire.redis()
        .xpending(Wire.KEYS.inbox(agent), "agents", Range.unbounded(), Limit.from(10_000))
        .size();
  }

  @Test
  void handlesWhatTheDeadOneHasHeldBeforeWhatCameLater() throws Exception {
    Role[] roles =
        Stream.of("first", "second", "third")
            .map(id -> Role.of(id, Unhurried.class).withLease(LEASE))
            .toArray(Role[]::new);
    try (Site site = Site.in(directory)) {
      Source[] sources =
          Stream.of(roles)
              .map(role -> site.closing(Source.of(site, "to-" + role.id(), role.id())))
              .toArray(Source[]::new);
      site.gateway();
      for (Source source : sources) {
        source.send(20 * HELD);
      }
      AgentProcess doomed = site.agents(roles);
      for (Source source : sources) {
        source.awaitMore(1, PATIENCE);
      }
      doomed.kill();
      long start = System.nanoTime();
      for (Role role : roles) {
        assertThat(held(site.wire(), role.id())).as("held by the dead %s", role.id()).isPositive();
        site.run(role.settings(), new Unhurried());
      }
      for (Source source : sources) {
        source.flow(Duration.ofMillis(10));
      }
      for (Source source : sources) {
        source.awaitMore(1, PATIENCE);
      }
      long recovered = Duration.ofNanos(System.nanoTime() - start).toMillis();
      Tally.Result result = Tally.Result.NONE;
      for (Source source : sources) {
        source.end().awaitAll(PATIENCE);
        result = result.plus(source.result());
      }
      Source.awaitSettled(site.wire());
      Report.of("P3").with(result).with("recovered_ms", recovered).print();
      assertThat(result).isEqualTo(Tally.Result.allWell(result.sent()));
      assertThat(site.wire().deadLetters()).isEmpty();
    }
  }

  @Test
  void waitsForNoHolderThatLives() throws Exception {
    Duration lease = Duration.ofSeconds(12);
    AgentSettings settings = AgentSettings.of("shared").withLease(lease);
    try (Site site = Site.in(directory)) {
      Blocked holder = new Blocked();
      Source source = site.closing(Source.of(site, "source", "shared"));
      site.run(settings, holder);
      site.gateway();
      source.send(HELD);
      await().atMost(PATIENCE).until(() -> held(site.wire(), "shared") == HELD);
      long start = System.nanoTime();
      site.run(settings, new Tally());
      // what comes now goes to either of them: the newcomer gets some of so many
      source.flow(Duration.ofMillis(5));
      source.awaitMore(1, PATIENCE);
      long heldUp = Duration.ofNanos(System.nanoTime() - start).toMillis();
      holder.goOn.countDown();
      source.end().awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      Tally.Result result = source.result();
      Report.of("P3-live").with(result).with("held_up_ms", heldUp).print();
      assertThat(heldUp).isLessThan(lease.toMillis() / 3 + 2_000);
      assertThat(result.lost()).isZero();
      assertThat(result.repeated()).isZero();
    }
  }
}
