package io.mas.runner.launch;

import io.mas.runner.config.GatewayConfig;
import io.mas.runner.yaml.ConfigException;
import io.mas.runner.yaml.Located;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The {@code redis} section of gateway.yaml as one URL. */
final class RedisLogin {
  private RedisLogin() {}

  /** The URL with user, password and TLS as the section says; null if it names none. */
  static @Nullable String url(GatewayConfig.Redis settings) {
    if (settings.urls().isEmpty()) {
      return null;
    }
    Located<String> given = settings.urls().get(0);
    if (settings.urls().size() > 1) {
      throw new ConfigException(
          given.position(), "a list of Redis URLs (Cluster) is not supported in this version");
    }
    int scheme = given.value().indexOf("://");
    if (scheme < 0) {
      return given.value(); // refused with its own message where URLs are read
    }
    String name = given.value().substring(0, scheme);
    String rest = given.value().substring(scheme + 3);
    if (settings.tls().isPresent() && (name.equals("redis") || name.equals("rediss"))) {
      name = settings.tls().get() ? "rediss" : "redis";
    }
    if (settings.passwordFile().isPresent()) {
      String user = settings.username().orElse("default");
      String password = password(settings.passwordFile().get(), given);
      rest = encoded(user) + ":" + encoded(password) + "@" + rest.substring(rest.indexOf('@') + 1);
    } else if (settings.username().isPresent()) {
      throw new ConfigException(
          given.position(), "redis.username needs redis.password_file beside it");
    }
    return name + "://" + rest;
  }

  private static String password(Path file, Located<String> given) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigException(
          given.position(), "redis.password_file " + file + " cannot be read");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
