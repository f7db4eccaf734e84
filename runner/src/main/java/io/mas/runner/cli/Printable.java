package io.mas.runner.cli;

import io.mas.protocol.ShownText;

/**
 * Texts of agents on a terminal: what they hold may steer it, hide a part of a line, or turn it
 * around.
 */
final class Printable {
  private Printable() {}

  /** With each character that is not shown as itself written as JSON escapes it. */
  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (ShownText.isShown(c)) {
                shown.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  shown.append(String.format("\\u%04x", (int) unit));
                }
              }
            });
    return shown.toString();
  }

  /** On one line, and no longer than so many characters. */
  static String cut(String text, int length) {
    String shown = of(text);
    return shown.length() <= length ? shown : shown.substring(0, length - 1) + "…";
  }
}
