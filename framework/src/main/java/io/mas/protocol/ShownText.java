package io.mas.protocol;

/** Which characters are shown as themselves, and cannot hide or turn around what they stand in. */
public final class ShownText {
  private ShownText() {}

  /** Whether a text holds nothing else. */
  public static boolean isShown(String text) {
    return text.codePoints().allMatch(ShownText::isShown);
  }

  /** Whether a character is one. */
  public static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
