package io.mas.gateway.policy;

/** The grammar of the names that rules use: agents and roles. */
final class Ids {
  static final String GRAMMAR = "1 to 64 letters, digits, '.', '_' or '-'";

  /** Stands for every agent where a target is expected. */
  static final String ANY = "*";

  static final int MAX_LENGTH = 64;

  private static final int MAX_QUOTED = 80;

  private Ids() {}

  static boolean isId(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isIdCharacter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isIdCharacter(char c) {
    return isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** The text in quotes, short and without control characters: what is wrong may be hostile. */
  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .limit(MAX_QUOTED)
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    if (text.codePointCount(0, text.length()) > MAX_QUOTED) {
      quoted.append('…');
    }
    return quoted.append('"').toString();
  }
}
