package io.mas.gateway.letters;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a dead letter is called: its shard and its entry there, {@code 7:1790000000000-0}.
 *
 * @param shard the shard
 * @param entry the entry's id in the stream of that shard
 */
public record LetterId(int shard, String entry) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,5}):(\\d{1,20})-(\\d{1,20})");

  /**
   * Of what {@link #toString} gave.
   *
   * @throws IllegalArgumentException if it is no such id
   */
  public static LetterId parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches() || !isUnsigned(parts.group(2)) || !isUnsigned(parts.group(3))) {
      throw new IllegalArgumentException(
          "'" + text + "' is no id of a dead letter, such as 7:1790000000000-0");
    }
    return new LetterId(Integer.parseInt(parts.group(1)), parts.group(2) + "-" + parts.group(3));
  }

  private static boolean isUnsigned(String digits) {
    return new BigInteger(digits).bitLength() <= Long.SIZE;
  }

  @Override
  public String toString() {
    return shard + ":" + entry;
  }
}
