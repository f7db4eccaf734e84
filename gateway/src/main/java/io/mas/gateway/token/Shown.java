package io.mas.gateway.token;

import io.mas.Decision;

/**
 * What a token shows.
 *
 * @param decision {@link Decision#ALLOWED} if it shows who the agent is, else the code of the
 *     refusal
 * @param reason why it does not, without any part of the token; empty if it does
 * @param until until when it does, in milliseconds since 1970; 0 if it does not
 */
public record Shown(Decision decision, String reason, long until) {
  static Shown good(long until) {
    return new Shown(Decision.ALLOWED, "", until);
  }

  static Shown nothing(String reason) {
    return new Shown(Decision.AUTH_FAILED, reason, 0);
  }

  /** Whether it shows who the agent is. */
  public boolean holds() {
    return decision == Decision.ALLOWED;
  }
}
