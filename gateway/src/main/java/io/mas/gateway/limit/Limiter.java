package io.mas.gateway.limit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a message passes all limits, and takes a token of each if it does; if it does
 * not, of none. In memory alone. Used by one thread.
 */
public final class Limiter {
  /** Lets all pass. */
  public static final Limiter NONE = new Limiter(LimitRules.NONE, new Levels(), new Portions());

  private final LimitRules rules;
  private final Levels levels;
  private final Portions portions;

  /**
   * By these lights.
   *
   * @param levels what the senders of the shard have left
   * @param portions what this gateway holds of shared limits
   */
  public Limiter(LimitRules rules, Levels levels, Portions portions) {
    this.rules = rules;
    this.levels = levels;
    this.portions = portions;
  }

  /**
   * Whether a message passes now.
   *
   * @param now the time of Redis, in milliseconds since 1970
   */
  public Taken take(String sender, String type, String target, long now) {
    Rule ofSender = rules.agent(sender);
    Rule ofType = rules.type(type);
    Rule ofTarget = rules.target(target);
    Rule ofAll = rules.global();
    Level own = ofSender == null ? null : levels.own(sender, ofSender, now);
    Level typed = ofType == null ? null : levels.ofType(sender, type, ofType, now);
    Portion to = ofTarget == null ? null : portions.of(target, ofTarget);
    Portion all = ofAll == null ? null : portions.of(Portions.GLOBAL, ofAll);
    long ownDelay = own == null ? 0 : own.delay(now);
    long typedDelay = typed == null ? 0 : typed.delay(now);
    // what the sender's own limits stop must not use up what others share
    boolean stopped = stops(own, ownDelay) || stops(typed, typedDelay);
    long toDelay = delay(to, stopped, now);
    long allDelay = delay(all, stopped, now);
    if ((ownDelay | typedDelay | toDelay | allDelay) != 0) {
      Judgement judgement = new Judgement();
      if (own != null && ownDelay != 0) {
        judgement.add(own.rule(), ownDelay, "agent " + sender, own.slowest(now));
      }
      if (typed != null && typedDelay != 0) {
        judgement.add(
            typed.rule(), typedDelay, "type " + type + " of agent " + sender, typed.slowest(now));
      }
      if (to != null && toDelay != 0) {
        judgement.add(to.rule(), toDelay, "target " + target, null);
      }
      if (all != null && allDelay != 0) {
        judgement.add(all.rule(), allDelay, "all messages", null);
      }
      if (judgement.stops()) {
        if (!stopped) {
          putBack(to, toDelay);
          putBack(all, allDelay);
        }
        return judgement.taken();
      }
      take(own, ownDelay);
      take(typed, typedDelay);
      return judgement.taken();
    }
    take(own, 0);
    take(typed, 0);
    return Taken.PASSED;
  }

  private static boolean stops(@Nullable Level level, long delay) {
    return level != null && delay != 0 && !level.rule().isShadow();
  }

  private static long delay(@Nullable Portion portion, boolean stopped, long now) {
    if (portion == null) {
      return 0;
    }
    return stopped ? portion.delay(now) : portion.take(now);
  }

  private void take(@Nullable Level level, long delay) {
    if (level != null && delay == 0) {
      levels.take(level);
    }
  }

  private static void putBack(@Nullable Portion portion, long delay) {
    if (portion != null && delay == 0) {
      portion.putBack();
    }
  }

  /** What follows from the limits that do not let a message pass. */
  private static final class Judgement {
    private boolean refuses;
    private boolean holds;
    private long delay;
    private long lookAgain;
    private long longest;
    private String reason = "";
    private final List<String> shadows = new ArrayList<>();

    /**
     * @param slowest the rate that stops it, or null if that is not known here
     */
    void add(Rule rule, long until, String whose, @Nullable Rate slowest) {
      if (rule.isShadow()) {
        if (until > 0) {
          shadows.add(named(rule, whose, slowest));
        }
        return;
      }
      if (until < 0) {
        holds = true;
        lookAgain = Math.max(lookAgain, -until);
        return;
      }
      boolean names = rule.throttles() ? !refuses && until > longest : !refuses || until > longest;
      if (names) {
        longest = until;
        reason = named(rule, whose, slowest);
      }
      holds |= rule.throttles();
      refuses |= !rule.throttles();
      delay = Math.max(delay, until);
    }

    private static String named(Rule rule, String whose, @Nullable Rate slowest) {
      return whose + ": " + (slowest == null ? rule.toString() : slowest.toString());
    }

    boolean stops() {
      return refuses || holds;
    }

    Taken taken() {
      if (refuses) {
        return new Taken(Taken.Outcome.REFUSED, reason, delay, shadows);
      }
      return holds
          ? new Taken(Taken.Outcome.HELD, reason, delay > 0 ? delay : lookAgain, shadows)
          : new Taken(Taken.Outcome.PASSED, "", 0, shadows);
    }
  }
}
