package io.mas.gateway.policy;

/**
 * Where a rule was written, so that a verdict can point at it.
 *
 * @param source the name of the file, or of what else the rule came from; 1 to 1,000 characters
 *     without control characters
 * @param line the line in it, counted from 1; 0 when there are no lines
 */
public record Origin(String source, int line) {
  /** The origin of a rule that a program made. */
  public static final Origin CODE = new Origin("code", 0);

  private static final int MAX_SOURCE = 1_000;

  public Origin {
    if (source.isBlank() || source.length() > MAX_SOURCE) {
      throw new IllegalArgumentException(
          "the source of a rule has %d characters, expected 1 to %d"
              .formatted(source.strip().length(), MAX_SOURCE));
    }
    if (source.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the source of a rule, %s, has a control character".formatted(Ids.quote(source)));
    }
    if (line < 0) {
      throw new IllegalArgumentException("the line of a rule is %d, below 0".formatted(line));
    }
  }

  /** As in {@code agents.yaml:12}, or the source alone when there is no line. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line;
  }
}
