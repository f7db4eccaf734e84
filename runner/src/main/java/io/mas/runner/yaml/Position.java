package io.mas.runner.yaml;

import java.util.Locale;

/**
 * Where a setting came from: a place in a file, a file as a whole, or an environment variable.
 *
 * @param source the file as the user named it, or the name of the variable
 * @param line from 1; 0 for a file as a whole, -1 for a variable
 * @param column from 1, counted in code points
 */
public record Position(String source, int line, int column) implements Comparable<Position> {

  private static final int VARIABLE = -1;

  /** A file as a whole. */
  public static Position ofFile(String source) {
    return new Position(source, 0, 0);
  }

  /** An environment variable. */
  public static Position ofVariable(String name) {
    return new Position(name, VARIABLE, 0);
  }

  /** Whether this is an environment variable. */
  public boolean isVariable() {
    return line == VARIABLE;
  }

  /** How a person should spell {@code key} here in place of {@code wrong}. */
  String spelling(String wrong, String key) {
    if (!isVariable()) {
      return key;
    }
    String upper = source.toUpperCase(Locale.ROOT);
    int at = upper.lastIndexOf(wrong.toUpperCase(Locale.ROOT));
    return at < 0
        ? key
        : upper.substring(0, at)
            + key.toUpperCase(Locale.ROOT)
            + upper.substring(at + wrong.length());
  }

  /** Files before variables, top to bottom. */
  @Override
  public int compareTo(Position other) {
    int byKind = Boolean.compare(isVariable(), other.isVariable());
    if (byKind != 0 || isVariable()) {
      return byKind != 0 ? byKind : source.compareTo(other.source);
    }
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    if (isVariable()) {
      return "environment variable " + source;
    }
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
