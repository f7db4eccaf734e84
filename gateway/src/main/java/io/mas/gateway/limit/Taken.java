package io.mas.gateway.limit;

import java.util.List;

/**
 * What the limits say of one message. A token of each is taken only where it passes.
 *
 * @param outcome whether it passes
 * @param reason the limit that decided, where it does not pass
 * @param delayMillis after how many milliseconds it would pass all limits, where it does not pass
 * @param shadows the limits in shadow mode that it would not have passed
 */
public record Taken(Outcome outcome, String reason, long delayMillis, List<String> shadows) {
  /** Whether a message passes the limits. */
  public enum Outcome {
    /** It does. */
    PASSED,

    /** It does not, and is to be refused. */
    REFUSED,

    /** Not yet: it is to be decided later. */
    HELD
  }

  static final Taken PASSED = new Taken(Outcome.PASSED, "", 0, List.of());

  /** Copies the list. */
  public Taken {
    shadows = List.copyOf(shadows);
  }
}
