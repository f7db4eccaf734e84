package io.mas.gateway.check;

import io.mas.Decision;
import java.util.List;

/**
 * The decision on one message: the one record from which audit, rejection and explanation are made.
 *
 * @param decision the code
 * @param reason why, for a person; names the rule that decided where there is one
 * @param passed the checks that let it pass, in order; the one after them, if any, refused it
 */
public record Ruling(Decision decision, String reason, List<String> passed) {

  /** Copies the list. */
  public Ruling {
    passed = List.copyOf(passed);
  }

  /** Whether the message is delivered. */
  public boolean allowed() {
    return decision == Decision.ALLOWED;
  }
}
