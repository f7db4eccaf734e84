package io.mas.protocol;

/**
 * The rules for names: ids of agents and instances, and types of messages.
 *
 * <p>No id can be a pattern, or a prefix of another's keys: the colon that parts the pieces of a
 * key, and the star, are not in the alphabet.
 */
public final class Names {
  /** Answers for the gateway: discovery and the like are requests to it. */
  public static final String SYSTEM_AGENT = "mas";

  /** Longest id of an agent or instance, in characters. */
  public static final int MAX_ID = 64;

  /** Longest message type, in characters. */
  public static final int MAX_TYPE = 128;

  private Names() {}

  /** Whether the text is 1 to 64 of letters, digits, '.', '_' and '-'. */
  public static boolean isId(String text) {
    return fits(text, MAX_ID, "._-");
  }

  /** Whether the text is 1 to 128 of letters, digits, '.', '_', '-', ':' and '/'. */
  public static boolean isType(String text) {
    return fits(text, MAX_TYPE, "._-:/");
  }

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException if it is no id
   */
  public static String requireId(String what, String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException(
          what + " must be 1 to 64 of letters, digits, '.', '_' and '-'");
    }
    return text;
  }

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException if it is no message type
   */
  public static String requireType(String text) {
    if (!isType(text)) {
      throw new IllegalArgumentException(
          "a message type must be 1 to 128 of letters, digits, '.', '_', '-', ':' and '/'");
    }
    return text;
  }

  private static boolean fits(String text, int max, String others) {
    if (text.isEmpty() || text.length() > max) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && others.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
