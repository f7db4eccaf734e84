package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.FakeRedis;
import io.mas.internal.redis.Keys;
import io.mas.protocol.AgentKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When delayed messages are looked for. What is found is the matter of tests with a Redis. */
class TimerMoverTest {
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final FakeRedis redis = new FakeRedis();
  private final ManualTimer timer = new ManualTimer();
  private int looks;
  private long due = -1;

  /** Looks on the timer's own thread, so that it has ended before the timer knows that. */
  private final TimerMover mover =
      new TimerMover(
          "planner/i1",
          redis.link(),
          List.of(),
          LEASE,
          new Messages("planner", "i1", InstantSource.system()),
          new Writer(
              redis.link(),
              new Identity("planner", "i1", new byte[32], AgentKeys.generate().signer()),
              new Keys(1),
              timer,
              InstantSource.system()),
          timer,
          Runnable::run);

  @BeforeEach
  void start() {
    redis.onCall(
        values -> {
          looks++;
          return CompletableFuture.completedFuture(List.of(due));
        });
    mover.start();
    timer.advance(Duration.ZERO);
  }

  @Test
  void looksAtOnceAndThenFromTimeToTime() {
    assertThat(looks).isEqualTo(1);
    timer.advance(LEASE.dividedBy(3));
    assertThat(looks).isEqualTo(2);
    timer.advance(LEASE.dividedBy(3));
    assertThat(looks).isEqualTo(3);
  }

  @Test
  void looksWhenTheNextOneIsDue() {
    due = 100;
    timer.advance(LEASE.dividedBy(3));
    timer.advance(Duration.ofMillis(100));
    assertThat(looks).isEqualTo(3);
  }

  @Test
  void looksWhenWhatThisInstanceDelaysIsDue() {
    mover.lookIn(50);
    mover.lookIn(900);
    timer.advance(Duration.ofMillis(50));
    assertThat(looks).isEqualTo(2);
    assertThat(timer.pending()).isEqualTo(1);
  }

  @Test
  void looksNoMoreOnceStopped() {
    mover.stop();
    mover.lookIn(0);
    timer.advance(LEASE);
    assertThat(looks).isEqualTo(1);
  }
}
