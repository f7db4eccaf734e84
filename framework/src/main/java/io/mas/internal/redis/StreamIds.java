package io.mas.internal.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids of stream entries: {@code ms-seq}, both unsigned 64-bit numbers. */
public final class StreamIds {
  /** Before every entry. */
  public static final String ZERO = "0-0";

  private static final Pattern ID = Pattern.compile("(\\d+)-(\\d+)");
  private static final String MAX_NUMBER = "18446744073709551615";

  private StreamIds() {}

  /** Below 0, 0 or above 0 as the first is before, at or after the second. */
  public static int compare(String a, String b) {
    int byTime = Long.compareUnsigned(time(a), time(b));
    return byTime != 0 ? byTime : Long.compareUnsigned(number(a), number(b));
  }

  /** The greater of both. */
  public static String max(String a, String b) {
    return compare(a, b) >= 0 ? a : b;
  }

  /** Whether a text is one. */
  public static boolean isId(String text) {
    Matcher parts = ID.matcher(text);
    return parts.matches() && isNumber(parts.group(1)) && isNumber(parts.group(2));
  }

  private static boolean isNumber(String digits) {
    return digits.length() < MAX_NUMBER.length()
        || (digits.length() == MAX_NUMBER.length() && digits.compareTo(MAX_NUMBER) <= 0);
  }

  /** When the entry was added, by the clock of its Redis, in milliseconds since 1970; unsigned. */
  public static long time(String id) {
    return Long.parseUnsignedLong(id, 0, dash(id), 10);
  }

  /** The last id that a stream can have; nothing can be added or read after it. */
  public static final String LAST = "18446744073709551615-18446744073709551615";

  /**
   * The id right after this one, as the lowest that a trim keeps; of the last that can be, itself.
   */
  public static String after(String id) {
    long number = number(id);
    if (number == -1L) {
      long time = time(id);
      return time == -1L ? id : Long.toUnsignedString(time + 1) + "-0";
    }
    return id.substring(0, dash(id) + 1) + Long.toUnsignedString(number + 1);
  }

  private static long number(String id) {
    return Long.parseUnsignedLong(id, dash(id) + 1, id.length(), 10);
  }

  private static int dash(String id) {
    int dash = id.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException("not an id of a stream entry");
    }
    return dash;
  }
}
