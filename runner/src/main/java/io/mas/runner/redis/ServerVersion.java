package io.mas.runner.redis;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The product and version of a server: Redis or Valkey.
 *
 * @param product {@code Redis} or {@code Valkey}
 */
public record ServerVersion(String product, int major, int minor, int patch) {
  /** What this system needs, for messages. */
  static final String NEEDED = "Redis 7.0 or later, or Valkey 7.2 or later";

  private static final String REDIS = "Redis";
  private static final String VALKEY = "Valkey";
  private static final Pattern VERSION_LINE =
      Pattern.compile("(Redis|Valkey) server v=(\\d+\\.\\d+\\.\\d+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?.*");

  /** From what {@code redis-server --version} prints; a {@code redis-server} may be a Valkey. */
  static Optional<ServerVersion> ofVersionLine(String line) {
    Matcher matcher = VERSION_LINE.matcher(line);
    if (!matcher.find()) {
      return Optional.empty();
    }
    boolean valkey = matcher.group(1).toLowerCase(Locale.ROOT).equals("valkey");
    return of(valkey ? VALKEY : REDIS, matcher.group(2));
  }

  /** From the fields of INFO. Valkey reports a Redis version too, of the Redis it stems from. */
  static Optional<ServerVersion> ofInfo(Map<String, String> info) {
    String valkey = info.get("valkey_version");
    return valkey != null
        ? of(VALKEY, valkey)
        : of(REDIS, info.getOrDefault("redis_version", "unknown"));
  }

  /** From a product and a number such as 7.0.15. */
  static Optional<ServerVersion> of(String product, String number) {
    Matcher matcher = NUMBER.matcher(number);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String patch = matcher.group(3);
    return Optional.of(
        new ServerVersion(
            product,
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            patch == null ? 0 : Integer.parseInt(patch)));
  }

  /** Whether it has what this system uses: functions and selectors for users. */
  public boolean supported() {
    int least = product.equals(VALKEY) ? 2 : 0;
    return major > 7 || (major == 7 && minor >= least);
  }

  /** The version without the product, such as 7.0.15. */
  String number() {
    return major + "." + minor + "." + patch;
  }

  @Override
  public String toString() {
    return product + " " + number();
  }
}
