package io.mas.gateway.check;

import io.mas.Decision;

/**
 * What one check says of a message.
 *
 * @param decision {@link Decision#ALLOWED} if it lets it pass, else the code of the refusal
 * @param reason why, for a person; empty where there is nothing to say
 */
public record Verdict(Decision decision, String reason) {
  /** Lets it pass, with nothing to say. */
  public static final Verdict PASS = new Verdict(Decision.ALLOWED, "");

  /** Lets it pass, and says why. */
  public static Verdict pass(String reason) {
    return new Verdict(Decision.ALLOWED, reason);
  }

  /** Refuses it. */
  public static Verdict refuse(Decision decision, String reason) {
    return new Verdict(decision, reason);
  }

  /** Whether it lets the message pass. */
  public boolean passes() {
    return decision == Decision.ALLOWED;
  }
}
