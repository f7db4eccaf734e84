package io.mas.gateway.breaker;

import io.mas.gateway.policy.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a message may pass to its target, by the target's circuit. In memory alone. Used
 * by one thread, for one message after the other.
 */
public final class Gate {
  /** Lets all pass. */
  public static final Gate OPEN = new Gate(Breakers.NONE, Board.EMPTY, new Permits());

  private static final Passing PASSES = new Passing(Passing.Outcome.PASSES, "", 0, false);

  private final Breakers breakers;
  private final Board board;
  private final Permits permits;
  private @Nullable Permit taken;

  /** By these lights. */
  public Gate(Breakers breakers, Board board, Permits permits) {
    this.breakers = breakers;
    this.board = board;
    this.permits = permits;
  }

  /**
   * What the circuit says of a message.
   *
   * @param outcome whether it passes
   * @param reason why not
   * @param delayMillis after how many milliseconds it may; 0 where nobody knows
   * @param shadowed whether it passes nevertheless, since the circuit only records
   */
  public record Passing(Outcome outcome, String reason, long delayMillis, boolean shadowed) {
    /** Whether a message passes. */
    public enum Outcome {
      /** It does. */
      PASSES,

      /** It does not, and is to be refused. */
      REFUSED,

      /** That is not known yet: it is to be decided later. */
      UNKNOWN
    }
  }

  /**
   * Whether a message may pass now. What it passes with while its target is tried is taken, until
   * {@link #settle} says what became of it.
   *
   * @param now the time of Redis, in milliseconds since 1970
   */
  public Passing pass(String target, long now) {
    Standing standing = board.of(target);
    BreakerRule rule = standing == null ? null : breakers.of(target);
    if (standing == null || rule == null) {
      return PASSES;
    }
    Passing passing = judge(target, standing, rule, now);
    if (rule.mode() == Mode.ENFORCE || passing.outcome() == Passing.Outcome.PASSES) {
      return passing;
    }
    return passing.outcome() == Passing.Outcome.UNKNOWN
        ? PASSES
        : new Passing(Passing.Outcome.PASSES, passing.reason(), passing.delayMillis(), true);
  }

  private Passing judge(String target, Standing standing, BreakerRule rule, long now) {
    switch (standing.wish().force()) {
      case OPEN -> {
        return new Passing(
            Passing.Outcome.REFUSED,
            "the circuit of " + target + " was opened by an operator",
            0,
            false);
      }
      case CLOSED -> {
        return PASSES;
      }
      default -> {
        // as its target works
      }
    }
    Circuit circuit = standing.circuit();
    if (!circuit.isOpen()) {
      return PASSES;
    }
    if (!circuit.isTried(now)) {
      return refused(target, "is open: " + circuit.reason(), circuit.until() - now);
    }
    Permit permit = permits.of(target, circuit.opening(), rule);
    long delay = permit.take(now);
    if (delay == 0) {
      taken = permit;
      return PASSES;
    }
    return delay > 0
        ? refused(target, "is half-open, and others try it: " + circuit.reason(), delay)
        : new Passing(Passing.Outcome.UNKNOWN, "", -delay, false);
  }

  private static Passing refused(String target, String why, long delay) {
    return new Passing(
        Passing.Outcome.REFUSED, "the circuit of " + target + " " + why, delay, false);
  }

  /**
   * Says what became of the message that was asked for last: what it was let pass with is used, or
   * given back.
   *
   * @return the trial that it passes for, or empty
   */
  public String settle(boolean passed) {
    Permit permit = taken;
    taken = null;
    if (permit == null) {
      return "";
    }
    if (passed) {
      return Long.toString(permit.opening());
    }
    permit.putBack();
    return "";
  }
}
