package io.mas.gateway.check;

import io.mas.Decision;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision on one message: the one record from which audit, rejection and explanation are made.
 *
 * @param decision the code
 * @param reason why, for a person; names the rule that decided where there is one
 * @param passed the checks that let it pass, in order; the one after them, if any, refused it
 * @param retryAfter after what time the same message may pass, or null where that is not known; of
 *     one that is held, how long a person has to approve it
 * @param later whether it is no decision yet, but to be made after that time
 * @param shadows what rules in shadow mode would have decided otherwise
 */
public record Ruling(
    Decision decision,
    String reason,
    List<String> passed,
    @Nullable Duration retryAfter,
    boolean later,
    List<Shadow> shadows) {

  /**
   * What a check would have said were its rules in shadow mode in force.
   *
   * @param check the name of the check
   * @param decision the code
   * @param reason why, with the rule
   */
  public record Shadow(String check, Decision decision, String reason) {}

  /** Copies the lists. */
  public Ruling {
    passed = List.copyOf(passed);
    shadows = List.copyOf(shadows);
  }

  /** One that says nothing of a later try, and was not shadowed. */
  public Ruling(Decision decision, String reason, List<String> passed) {
    this(decision, reason, passed, null, false, List.of());
  }

  /** Whether the message is delivered. */
  public boolean allowed() {
    return decision == Decision.ALLOWED;
  }
}
