package io.mas.gateway.breaker;

import io.mas.gateway.policy.Mode;
import java.time.Duration;
import java.util.Optional;

/**
 * When a target is left alone, and for how long. Immutable.
 *
 * @param failureThreshold failures within the window that open its circuit
 * @param successThreshold successes that close it again, and how many messages may pass for that
 * @param timeout how long it stays open, and how long one trial may last
 * @param window over which failures are counted
 * @param maxBacklogAge how long its oldest message may wait before its circuit opens; not looked at
 *     where that is empty
 * @param mode whether it is in force, or what it would refuse is only recorded
 */
public record BreakerRule(
    int failureThreshold,
    int successThreshold,
    Duration timeout,
    Duration window,
    Optional<Duration> maxBacklogAge,
    Mode mode) {
  private static final BreakerRule DEFAULTS =
      new BreakerRule(
          5, 2, Duration.ofSeconds(60), Duration.ofSeconds(300), Optional.empty(), Mode.ENFORCE);

  /** Checks that all is above zero. */
  public BreakerRule {
    if (failureThreshold < 1 || successThreshold < 1) {
      throw new IllegalArgumentException("a circuit's thresholds must be at least 1");
    }
    if (timeout.toMillis() < 1
        || window.toMillis() < 1
        || maxBacklogAge.map(age -> age.toMillis() < 1).orElse(false)) {
      throw new IllegalArgumentException("a circuit's times must be at least a millisecond");
    }
  }

  /**
   * 5 failures within 300 s open it for 60 s, 2 successes close it; in force, whatever the age of
   * what waits.
   */
  public static BreakerRule defaults() {
    return DEFAULTS;
  }

  /** With other thresholds. */
  public BreakerRule withThresholds(int failures, int successes) {
    return new BreakerRule(failures, successes, timeout, window, maxBacklogAge, mode);
  }

  /** Open for another time. */
  public BreakerRule withTimeout(Duration time) {
    return new BreakerRule(failureThreshold, successThreshold, time, window, maxBacklogAge, mode);
  }

  /** With failures counted over another time. */
  public BreakerRule withWindow(Duration time) {
    return new BreakerRule(failureThreshold, successThreshold, timeout, time, maxBacklogAge, mode);
  }

  /** Opened also by messages that wait for longer. */
  public BreakerRule withMaxBacklogAge(Duration age) {
    return new BreakerRule(
        failureThreshold, successThreshold, timeout, window, Optional.of(age), mode);
  }

  /** Only recording what it would refuse. */
  public BreakerRule shadowed() {
    return new BreakerRule(
        failureThreshold, successThreshold, timeout, window, maxBacklogAge, Mode.SHADOW);
  }
}
