package io.mas.gateway.check;

import io.mas.Decision;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one check says of a message.
 *
 * @param decision {@link Decision#ALLOWED} if it lets it pass, {@link Decision#HELD} if it does
 *     once a person approves, else the code of the refusal
 * @param reason why, for a person; empty where there is nothing to say
 * @param retryAfter after what time the same message may pass, or null where that is not known; of
 *     one that is held, how long a person has to approve it
 * @param later whether a message that does not pass is to be decided after that time, not refused
 * @param shadow what it would have said were its rules in shadow mode in force, or null where that
 *     is no other decision
 */
public record Verdict(
    Decision decision,
    String reason,
    @Nullable Duration retryAfter,
    boolean later,
    @Nullable Verdict shadow) {
  /** Lets it pass, with nothing to say. */
  public static final Verdict PASS = new Verdict(Decision.ALLOWED, "", null, false, null);

  /** Lets it pass, and says why. */
  public static Verdict pass(String reason) {
    return new Verdict(Decision.ALLOWED, reason, null, false, null);
  }

  /** Refuses it. */
  public static Verdict refuse(Decision decision, String reason) {
    return new Verdict(decision, reason, null, false, null);
  }

  /** Refuses it for some time. */
  public static Verdict refuse(Decision decision, String reason, Duration retryAfter) {
    return new Verdict(decision, reason, retryAfter, false, null);
  }

  /** Lets it pass if a person approves within some time. */
  public static Verdict held(String reason, Duration time) {
    return new Verdict(Decision.HELD, reason, time, false, null);
  }

  /** Leaves it undecided for some time. */
  public static Verdict hold(Decision decision, String reason, Duration time) {
    return new Verdict(decision, reason, time, true, null);
  }

  /** The same, with what rules in shadow mode would have said. */
  public Verdict shadowing(Verdict other) {
    return new Verdict(decision, reason, retryAfter, later, other);
  }

  /** Whether it lets the message pass if a person approves. */
  public boolean holds() {
    return decision == Decision.HELD;
  }

  /** Whether it lets the message pass. */
  public boolean passes() {
    return decision == Decision.ALLOWED;
  }
}
