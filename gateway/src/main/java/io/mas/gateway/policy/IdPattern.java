package io.mas.gateway.policy;

/**
 * An agent id in which each {@code *} stands for any run of characters, the empty one too.
 *
 * <p>Matching never goes back: the literals between the stars are taken at their leftmost place, so
 * that the time is linear in the id (a literal has at most 64 characters) for every pattern.
 */
final class IdPattern {
  /** The text between the stars; the first is bound to the start of an id, the last to its end. */
  private final String[] literals;

  private final int shortest;

  private IdPattern(String[] literals) {
    this.literals = literals;
    int length = 0;
    for (var literal : literals) {
      length += literal.length();
    }
    this.shortest = length;
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
  static IdPattern parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "the pattern is empty, expected an agent id, in which * stands for any characters");
    }
    if (text.length() > Ids.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the pattern has %d characters, at most %d fit an agent id"
              .formatted(text.length(), Ids.MAX_LENGTH));
    }
    if (text.contains("**")) {
      throw new IllegalArgumentException("the pattern has two stars in a row, one means the same");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '*' && !Ids.isIdCharacter(c)) {
        throw new IllegalArgumentException(
            "%s at character %d of the pattern is neither * nor in an agent id (letters, digits,"
                    .formatted(Ids.quote(String.valueOf(c)), i + 1)
                + " '.', '_' and '-')");
      }
    }
    return new IdPattern(text.split("\\*", -1));
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
