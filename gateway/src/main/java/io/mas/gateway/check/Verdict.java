package io.mas.gateway.check;

import io.mas.Decision;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one check says of a message.
 *
 * @param decision {@link Decision#ALLOWED} if it lets it pass, else the code of the refusal
 * @param reason why, for a person; empty where there is nothing to say
 * @param retryAfter after what time the same message may pass, or null where that is not known
 */
public record Verdict(Decision decision, String reason, @Nullable Duration retryAfter) {
  /** Lets it pass, with nothing to say. */
  public static final Verdict PASS = new Verdict(Decision.ALLOWED, "", null);

  /** Lets it pass, and says why. */
  public static Verdict pass(String reason) {
    return new Verdict(Decision.ALLOWED, reason, null);
  }

  /** Refuses it. */
  public static Verdict refuse(Decision decision, String reason) {
    return new Verdict(decision, reason, null);
  }

  /** Refuses it for some time. */
  public static Verdict refuse(Decision decision, String reason, Duration retryAfter) {
    return new Verdict(decision, reason, retryAfter);
  }

  /** Whether it lets the message pass. */
  public boolean passes() {
    return decision == Decision.ALLOWED;
  }
}
