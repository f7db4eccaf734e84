package io.mas.runner.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a plain scalar is, by the core schema of YAML 1.2: only {@code true} and {@code false}
 * are booleans, so that {@code off}, {@code no} and {@code 12:30} stay text.
 */
final class CoreSchema {

  /** Longer numbers and wider exponents serve nobody, and cost time without end to calculate. */
  private static final int MAX_LENGTH = 128;

  private static final int MAX_EXPONENT = 1000;

  private static final Pattern NULL = Pattern.compile("null|Null|NULL|~|");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private CoreSchema() {}

  /** Why {@code text} is refused as a number, or null when nothing is wrong with it. */
  static @Nullable String refusal(String text) {
    if (NO_NUMBER.matcher(text).matches()) {
      return "infinity and not-a-number are no values here; put it in quotes if it is text";
    }
    if (!isInteger(text) && !FLOAT.matcher(text).matches()) {
      return null;
    }
    if (text.length() > MAX_LENGTH) {
      return "a number of "
          + text.length()
          + " characters, "
          + MAX_LENGTH
          + " are allowed; put it in quotes if it is text";
    }
    int e = isInteger(text) ? -1 : Math.max(text.indexOf('e'), text.indexOf('E'));
    if (e >= 0
        && new BigInteger(text.substring(e + 1).replace("+", ""))
                .abs()
                .compareTo(BigInteger.valueOf(MAX_EXPONENT))
            > 0) {
      return "a number with an exponent beyond "
          + MAX_EXPONENT
          + "; put it in quotes if it is text";
    }
    return null;
  }

  /** Null, a Boolean, Long, BigInteger, BigDecimal or the text; for text that is not refused. */
  static @Nullable Object resolve(String text) {
    if (NULL.matcher(text).matches()) {
      return null;
    }
    if (TRUE.matcher(text).matches()) {
      return true;
    }
    if (FALSE.matcher(text).matches()) {
      return false;
    }
    if (DECIMAL.matcher(text).matches()) {
      return integer(text, 10);
    }
    if (OCTAL.matcher(text).matches()) {
      return integer(text.substring(2), 8);
    }
    if (HEX.matcher(text).matches()) {
      return integer(text.substring(2), 16);
    }
    return FLOAT.matcher(text).matches() ? new BigDecimal(text) : text;
  }

  private static boolean isInteger(String text) {
    return DECIMAL.matcher(text).matches()
        || OCTAL.matcher(text).matches()
        || HEX.matcher(text).matches();
  }

  private static Object integer(String digits, int radix) {
    BigInteger value = new BigInteger(digits, radix);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }
}
