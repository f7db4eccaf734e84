package io.mas.gateway.policy;

import java.util.List;

/**
 * Why a message may pass or not, and what is near to changing that.
 *
 * @param verdict the decision, with the rule that made it
 * @param hints what else the rules say that has to do with it, the nearest first, each with its
 *     file and line; never empty for a denial
 */
public record Explanation(PolicyVerdict verdict, List<String> hints) {
  /** Copies the list. */
  public Explanation {
    hints = List.copyOf(hints);
  }
}
