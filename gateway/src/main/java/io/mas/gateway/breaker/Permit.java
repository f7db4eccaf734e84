package io.mas.gateway.breaker;

/**
 * What this gateway holds of one target's trial. It is asked for in Redis, outside the hot path,
 * one at a time, so that what one gateway does not need is there for others. Thread-safe.
 */
final class Permit {
  /** How long who finds none waits for it to come, which takes about a millisecond. */
  private static final long LOOK_AGAIN_MILLIS = 2;

  private static final long FAILED_MILLIS = 100;

  private final String agent;
  private final long opening;
  private final BreakerRule rule;
  private final Runnable bell;
  private int held;

  /** Until when what is held may be used: then its trial ends. */
  private long endsAt;

  /** When there may be one in Redis, as far as known here. */
  private long moreAt;

  private long askAt;
  private boolean asked;

  /**
   * None yet.
   *
   * @param bell wakes who asks for it
   */
  Permit(String agent, long opening, BreakerRule rule, Runnable bell) {
    this.agent = agent;
    this.opening = opening;
    this.rule = rule;
    this.bell = bell;
  }

  String agent() {
    return agent;
  }

  long opening() {
    return opening;
  }

  BreakerRule rule() {
    return rule;
  }

  /**
   * Takes one. Gives 0 if there was one; above 0 the milliseconds until there may be one; below 0,
   * that is not known yet, and can be looked at again in so many.
   */
  synchronized long take(long now) {
    if (held > 0 && now < endsAt) {
      held--;
      return 0;
    }
    held = 0;
    if (now < moreAt) {
      return moreAt - now;
    }
    if (!asked && now >= askAt) {
      asked = true;
      bell.run();
    }
    return -Math.max(LOOK_AGAIN_MILLIS, askAt - now);
  }

  /** Puts one back that was taken just now. */
  synchronized void putBack() {
    held++;
  }

  synchronized boolean isAsked() {
    return asked;
  }

  /** What was asked for: some or none, and when there may be more; 0 for that opening is over. */
  synchronized void came(int granted, long more, long now) {
    asked = false;
    held += granted;
    if (granted > 0) {
      endsAt = more;
    } else {
      moreAt = more;
      // by then it will be known what came after that opening
      askAt = more == 0 ? now + FAILED_MILLIS : 0;
    }
  }

  /** What was asked for has not come. */
  synchronized void failed(long now) {
    asked = false;
    askAt = now + FAILED_MILLIS;
  }
}
