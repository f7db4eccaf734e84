package io.mas.gateway.policy;

/**
 * An agent id or a message type in which each {@code *} stands for any run of characters, the empty
 * one too.
 *
 * <p>Matching never goes back: the literals between the stars are taken at their leftmost place, so
 * that the time is linear in the text (a literal has at most 128 characters) for every pattern.
 */
final class Wildcard {
  private static final int MAX_TYPE = 128;

  /** The text between the stars; the first is bound to the start, the last to its end. */
  private final String[] literals;

  private final int shortest;

  private Wildcard(String[] literals) {
    this.literals = literals;
    int length = 0;
    for (var literal : literals) {
      length += literal.length();
    }
    this.shortest = length;
  }

  /**
   * Of agent ids. Throws {@link IllegalArgumentException} that says what is wrong with the text.
   */
  static Wildcard parse(String text) {
    return parse(text, "an agent id", Ids.MAX_LENGTH, "._-", "'.', '_' and '-'");
  }

  /** Of message types. Throws as {@link #parse} does. */
  static Wildcard ofType(String text) {
    return parse(text, "a message type", MAX_TYPE, "._-:/", "'.', '_', '-', ':' and '/'");
  }

  private static Wildcard parse(String text, String what, int longest, String others, String said) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "the pattern is empty, expected %s, in which * stands for any characters"
              .formatted(what));
    }
    if (text.length() > longest) {
      throw new IllegalArgumentException(
          "the pattern has %d characters, at most %d fit %s"
              .formatted(text.length(), longest, what));
    }
    if (text.contains("**")) {
      throw new IllegalArgumentException("the pattern has two stars in a row, one means the same");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '*' && others.indexOf(c) < 0 && !Ids.isLetterOrDigit(c)) {
        throw new IllegalArgumentException(
            "%s at character %d of the pattern is neither * nor in %s (letters, digits, %s)"
                .formatted(Ids.quote(String.valueOf(c)), i + 1, what, said));
      }
    }
    return new Wildcard(text.split("\\*", -1));
  }

  /** Whether it has no star and so fits one id alone. */
  boolean isExact() {
    return literals.length == 1;
  }

  /** What the pattern starts with: the whole id when it is exact. */
  String prefix() {
    return literals[0];
  }

  boolean matches(String id) {
    if (isExact()) {
      return id.equals(literals[0]);
    }
    int last = literals.length - 1;
    if (id.length() < shortest || !id.startsWith(literals[0]) || !id.endsWith(literals[last])) {
      return false;
    }
    int from = literals[0].length();
    int end = id.length() - literals[last].length();
    for (int i = 1; i < last; i++) {
      int at = id.indexOf(literals[i], from);
      if (at < 0 || at + literals[i].length() > end) {
        return false;
      }
      from = at + literals[i].length();
    }
    return true;
  }
}
