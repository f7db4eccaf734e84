package io.mas.gateway.limit;

/**
 * What this gateway holds of a limit that several share. It is filled from Redis outside the hot
 * path: before it runs dry, with what is used in about a tenth of a second, and what is left over
 * goes back. Thread-safe.
 */
final class Portion {
  /** For how long it should last. */
  private static final long HORIZON_MILLIS = 100;

  /** The shortest time that a rate of use is taken over. */
  private static final long SHORTEST_MILLIS = 20;

  /** How long what is not used is kept. */
  private static final long IDLE_MILLIS = 200;

  /** How long who finds it empty waits for it to be filled, which takes about a millisecond. */
  private static final long LOOK_AGAIN_MILLIS = 2;

  private static final long FAILED_MILLIS = 100;

  private final String name;
  private final Rule rule;
  private final Runnable bell;
  private final int most;

  private int tokens;

  /** When there is at least one more in Redis, as far as known here; 0 if there was one. */
  private long moreAt;

  /** After a failure: when to ask again. */
  private long askAt;

  private boolean asked;
  private int low;
  private long wanted;
  private long lookedAt;
  private long usedAt;

  /**
   * One that is empty.
   *
   * @param bell wakes who fills it
   */
  Portion(String name, Rule rule, Runnable bell) {
    this.name = name;
    this.rule = rule;
    this.bell = bell;
    long smallest = rule.rates().stream().mapToLong(Rate::capacity).min().orElseThrow();
    this.most = (int) Math.max(1, smallest / 4);
  }

  String name() {
    return name;
  }

  Rule rule() {
    return rule;
  }

  /**
   * Takes a token. Gives 0 if there was one; above 0 the milliseconds until there is one at the
   * earliest; below 0, that is not known yet, and can be looked at again in so many.
   */
  synchronized long take(long now) {
    wanted++;
    usedAt = now;
    if (tokens > 0) {
      tokens--;
      if (tokens <= low && now >= moreAt) {
        ask(now);
      }
      return 0;
    }
    if (now < moreAt) {
      return moreAt - now;
    }
    ask(now);
    return -Math.max(LOOK_AGAIN_MILLIS, askAt - now);
  }

  /** After how many milliseconds there is a token at the earliest, as far as known here. */
  synchronized long delay(long now) {
    return tokens > 0 ? 0 : Math.max(0, moreAt - now);
  }

  private void ask(long now) {
    if (!asked && now >= askAt) {
      asked = true;
      bell.run();
    }
  }

  /** Puts one back that was taken just now. */
  synchronized void putBack() {
    tokens++;
  }

  /**
   * What is to be fetched, or, below 0, to be given back, which is not here any more then; 0 for
   * nothing.
   */
  synchronized int order(long now) {
    if (!asked) {
      int left = now - usedAt > IDLE_MILLIS ? tokens : 0;
      tokens -= left;
      return -left;
    }
    long elapsed = Math.max(SHORTEST_MILLIS, now - lookedAt);
    int size = (int) Math.max(1, Math.min(most, wanted * HORIZON_MILLIS / elapsed));
    wanted = 0;
    lookedAt = now;
    low = size / 2;
    int order = size - tokens;
    asked = order > 0;
    return Math.max(0, order);
  }

  /** What was ordered has come, all or less; there is more from a time on, 0 for now. */
  synchronized void filled(int granted, long more) {
    asked = false;
    tokens += granted;
    moreAt = more;
  }

  /** What was ordered has not come. */
  synchronized void failed(long now) {
    asked = false;
    askAt = now + FAILED_MILLIS;
  }

  /** Whether there is something that may have to go back. */
  synchronized boolean holdsAny() {
    return tokens > 0;
  }

  /** Takes all that is there, to be given back. */
  synchronized int empty() {
    int left = tokens;
    tokens = 0;
    return left;
  }
}
