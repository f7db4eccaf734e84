package io.mas.gateway.route;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of one shard, and the commits that are made under it. Each term has a fencing number of
 * its own. Used by one thread.
 */
final class Term {
  /** How long a lease holds without renewal; an owner that dies is replaced after that. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(Term.class);

  private final int shard;
  private final String owner;
  private final RedisLink link;
  private boolean held;
  private long fence;
  private long commits;
  private long renewAt;

  /** When to try again to begin. */
  private long beginAt;

  Term(int shard, String owner, RedisLink link) {
    this.shard = shard;
    this.owner = owner;
    this.link = link;
  }

  boolean isHeld() {
    return held;
  }

  /** Milliseconds until it should be renewed; not above zero when it is time. */
  long untilRenewal() {
    return renewAt - nowMillis();
  }

  /**
   * Milliseconds until it should be tried to begin: when the other's lease ends, unless renewed.
   */
  long untilBegin() {
    return Math.max(1, Math.min(LEASE.toMillis() / 3, beginAt - nowMillis()));
  }

  /** Begins a new term; false while another owner's lease holds. */
  boolean begin() {
    held = false;
    return take(0);
  }

  /**
   * Renews the lease.
   *
   * @throws OutOfStepException if the term has ended meanwhile
   */
  void renew() {
    long before = fence;
    if (!take(before) || fence != before) {
      throw new OutOfStepException("the lease ran out");
    }
  }

  private boolean take(long heldFence) {
    List<Object> answer =
        link.callForList(
            "mas_lease",
            List.of(Keys.lease(shard)),
            new Arguments().add(owner).add(LEASE.toMillis()).add(heldFence));
    long granted = (Long) answer.get(0);
    if (granted == 0) {
      beginAt = nowMillis() + (Long) answer.get(1);
      return false;
    }
    fence = granted;
    commits = (Long) answer.get(1);
    held = true;
    renewed();
    return true;
  }

  /**
   * Makes a plan stand, once, however often it is tried.
   *
   * @return for each sender that the plan asked for, whether it has sent more
   * @throws OutOfStepException if the plan must not stand; nothing was written
   * @throws LinkException if it is not known whether it stands; the same plan may be tried again
   */
  List<Boolean> commit(CommitPlan plan) {
    List<Object> answer =
        link.callForList(
            "mas_commit", plan.keys(), plan.arguments(fence, commits + 1, LEASE.toMillis()));
    if (!answer.isEmpty() && answer.get(0) instanceof String refusal) {
      List<Integer> places =
          refusal.equals("STEP")
              ? answer.stream().skip(1).map(place -> Integer.parseInt((String) place) - 1).toList()
              : List.of();
      throw new OutOfStepException("a commit was refused: " + refusal, places);
    }
    commits++;
    renewed();
    return answer.stream().map(more -> !Long.valueOf(0).equals(more)).toList();
  }

  /** Forgets the term; the lease runs out by itself. */
  void abandon() {
    held = false;
  }

  /** Gives the lease up, so that another owner need not wait for its end. */
  void end() {
    if (!held) {
      return;
    }
    held = false;
    try {
      link.callForAny(
          "mas_release", List.of(Keys.lease(shard)), new Arguments().add(owner).add(fence));
    } catch (LinkException e) {
      log.warn("shard {}: the lease was not given up and runs out: {}", shard, e.getMessage());
    }
  }

  private void renewed() {
    renewAt = nowMillis() + LEASE.toMillis() / 3;
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
