package io.mas.runner.config;

import io.mas.runner.redis.BadSettingException;
import io.mas.runner.redis.RedisUrl;
import io.mas.runner.yaml.Findings;
import io.mas.runner.yaml.Located;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Checks the form of a Redis URL. It may hold a password, so that no message repeats it. */
final class RedisUrls {

  private static final List<String> SCHEMES = List.of("redis://", "rediss://", "redis-sentinel://");

  private RedisUrls() {}

  static void check(Located<String> url, String path, Findings findings) {
    if (SCHEMES.stream().noneMatch(url.value()::startsWith)) {
      findings.problem(
          url.position(), path + ": expected a URL that begins with " + String.join(", ", SCHEMES));
      return;
    }
    try {
      URI uri = new URI(url.value());
      if (uri.getRawAuthority() == null) {
        findings.problem(url.position(), path + ": the URL names no host");
        return;
      }
      RedisUrl.of(path, url.value());
    } catch (BadSettingException e) {
      findings.problem(url.position(), String.valueOf(e.getMessage()));
    } catch (URISyntaxException e) {
      findings.problem(
          url.position(),
          path
              + ": not a URL: "
              + e.getReason()
              + " at character "
              + (e.getIndex() + 1)
              + "; special characters in a password are written as %XX");
    }
  }
}
