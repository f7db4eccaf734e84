package io.mas.gateway.breaker;

import io.mas.protocol.TurnReport;
import java.time.Duration;

/**
 * How a target has worked, and whether it is left alone. Closed, it counts failures; open, it waits
 * until its time is over; from then on it is tried (half-open), and closes after successes of that
 * trial or opens anew after a failure of it. Immutable; the owner of the target's shard writes it
 * with its commits.
 *
 * @param opening when it has opened, which is also the trial's name; 0 while it is closed
 * @param until until when nothing passes; from then on it is tried
 * @param successes of messages that were let pass since
 * @param reason why it has opened
 * @param failures while it is closed
 */
record Circuit(long opening, long until, int successes, String reason, Failures failures) {
  /** Closed, and nothing is known against its target. */
  static final Circuit NEW = new Circuit(0, 0, 0, "", Failures.NONE);

  boolean isOpen() {
    return opening != 0;
  }

  /** Whether messages may pass to find out how the target works by now. */
  boolean isTried(long now) {
    return isOpen() && now >= until;
  }

  /** After more failures. Those of what had passed before it opened say nothing new. */
  Circuit failed(int many, long now, BreakerRule rule) {
    if (isOpen() || many == 0) {
      return this;
    }
    Failures all = failures.with(many, now, rule.window().toMillis());
    if (all.total() < rule.failureThreshold()) {
      return new Circuit(0, 0, 0, "", all);
    }
    return opened(now, rule, all.total() + " failures within " + text(rule.window()));
  }

  /** After messages of a trial have ended. Those of another opening say nothing. */
  Circuit tried(String name, TurnReport.Trial trial, long now, BreakerRule rule) {
    if (!isTried(now) || !name.equals(Long.toString(opening))) {
      return this;
    }
    if (trial.failed() > 0) {
      return opened(now, rule, "it was tried, and failed again");
    }
    int all = successes + Math.min(trial.succeeded(), rule.successThreshold());
    return all >= rule.successThreshold()
        ? NEW
        : new Circuit(opening, until, all, reason, Failures.NONE);
  }

  /** When the oldest message waits for so long. */
  Circuit behind(Duration age, long now, BreakerRule rule) {
    boolean tooLong = rule.maxBacklogAge().map(most -> age.compareTo(most) > 0).orElse(false);
    return tooLong && (!isOpen() || isTried(now))
        ? opened(now, rule, "its oldest message waits for " + text(age))
        : this;
  }

  /** Without what was before a time. */
  Circuit after(long time) {
    if (isOpen()) {
      return opening <= time ? NEW : this;
    }
    Failures left = failures.after(time);
    return left.equals(failures) ? this : new Circuit(0, 0, 0, "", left);
  }

  /** Without failures that count no more. */
  Circuit settled(long now, BreakerRule rule) {
    if (isOpen()) {
      return this;
    }
    Failures left = failures.within(now, rule.window().toMillis());
    return left.equals(failures) ? this : new Circuit(0, 0, 0, "", left);
  }

  private Circuit opened(long now, BreakerRule rule, String why) {
    // openings rise, also where the clock was set back: who holds what passes for one must not
    // take it for another
    return new Circuit(
        Math.max(now, opening + 1), now + rule.timeout().toMillis(), 0, why, Failures.NONE);
  }

  private static String text(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
