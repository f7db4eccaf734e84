package io.mas.runner.redis;

import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Redis URL and the setting that named it. Its text form leaves user and password out; messages
 * about a malformed one quote nothing of it, for the password may be anywhere in it.
 */
public final class RedisUrl {
  private static final List<String> SCHEMES = List.of("redis", "rediss", "redis-sentinel");
  private static final String EXPECTED =
      "expected redis://, rediss:// or redis-sentinel:// with a host,"
          + " as in redis://:PASSWORD@localhost:6379";

  private final String setting;
  private final String value;
  private final String hosts;

  private RedisUrl(String setting, String value, String hosts) {
    this.setting = setting;
    this.value = value;
    this.hosts = hosts;
  }

  /**
   * The URL that a setting holds.
   *
   * @throws BadSettingException when it is not a Redis URL
   */
  public static RedisUrl of(String setting, String value) {
    int end = value.indexOf("://");
    if (end < 0) {
      throw new BadSettingException(setting, "not a Redis URL; " + EXPECTED);
    }
    String scheme = value.substring(0, end).toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme)) {
      throw new BadSettingException(setting, "not the scheme of a Redis URL; " + EXPECTED);
    }
    String authority = value.substring(end + 3).split("[/?#]", 2)[0];
    String hostList = authority.substring(authority.lastIndexOf('@') + 1);
    boolean sentinel = scheme.equals("redis-sentinel");
    List<String> hosts = new ArrayList<>();
    for (String host : hostList.split(",", -1)) {
      hosts.add(withPort(setting, host, sentinel ? "26379" : "6379"));
    }
    if (!sentinel && hosts.size() > 1) {
      throw new BadSettingException(
          setting, "several hosts; only redis-sentinel:// takes a list of them");
    }
    String normal = scheme + value.substring(end);
    if (sentinel && !normal.matches(".*(#|[?&]sentinelMasterId=)[^#&]+.*")) {
      throw new BadSettingException(
          setting,
          "names no primary; end it with #NAME, as in redis-sentinel://HOST:26379#mymaster");
    }
    parse(setting, normal);
    return new RedisUrl(setting, normal, String.join(",", hosts));
  }

  private static String withPort(String setting, String host, String defaultPort) {
    int bracket = host.lastIndexOf(']');
    int colon = host.indexOf(':', Math.max(0, bracket));
    String name = colon < 0 ? host : host.substring(0, colon);
    if (name.isBlank() || name.contains(" ")) {
      throw new BadSettingException(setting, "no host; " + EXPECTED);
    }
    if (colon < 0) {
      return name + ":" + defaultPort;
    }
    // Anything else after the colon may be a password that lacks its '@': it is not quoted.
    return port(host.substring(colon + 1))
        .map(port -> name + ":" + port)
        .orElseThrow(
            () -> new BadSettingException(setting, "the port is not a number from 1 to 65535"));
  }

  private static Optional<Integer> port(String text) {
    if (!text.matches("\\d{1,5}")) {
      return Optional.empty();
    }
    return Optional.of(Integer.valueOf(text)).filter(port -> port >= 1 && port <= 65_535);
  }

  private static RedisURI parse(String setting, String value) {
    try {
      return RedisURI.create(value);
    } catch (IllegalArgumentException e) {
      // Not passed on: what the parser says quotes the URL.
      throw malformed(setting);
    }
  }

  private static BadSettingException malformed(String setting) {
    return new BadSettingException(
        setting,
        "not a Redis URL; "
            + EXPECTED
            + "; in a password write %40 for @, %2F for /, %23 for #, %25 for %");
  }

  /** The name of the setting that holds it. */
  public String setting() {
    return setting;
  }

  /** The whole URL, with the password; not for logs. */
  public String value() {
    return value;
  }

  /** As the client library takes it, with the password; each time a new one. */
  public RedisURI uri() {
    return parse(setting, value);
  }

  /** Hosts and ports, without user and password. */
  @Override
  public String toString() {
    return hosts;
  }
}
