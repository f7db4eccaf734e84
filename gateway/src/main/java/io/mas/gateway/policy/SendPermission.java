package io.mas.gateway.policy;

/**
 * A permission of a role, {@code send:PATTERN}: to send to the agents whose id fits the pattern.
 *
 * @param text as it was written
 * @param pattern which ids it means
 */
record SendPermission(String text, Wildcard pattern) {
  private static final String ACTION = "send";

  /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
  static SendPermission parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "permission %s has no action, expected send:PATTERN".formatted(Ids.quote(text)));
    }
    var action = text.substring(0, colon);
    if (!action.equals(ACTION)) {
      throw new IllegalArgumentException(
          "permission %s has the unknown action %s, expected send:PATTERN"
              .formatted(Ids.quote(text), Ids.quote(action)));
    }
    try {
      return new SendPermission(text, Wildcard.parse(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "permission %s: %s".formatted(Ids.quote(text), e.getMessage()), e);
    }
  }
}
