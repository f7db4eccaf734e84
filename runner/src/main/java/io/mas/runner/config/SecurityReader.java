package io.mas.runner.config;

import io.mas.gateway.token.JwtAlgorithm;
import io.mas.gateway.token.JwtRule;
import io.mas.runner.config.GatewayConfig.Jwt;
import io.mas.runner.config.GatewayConfig.RedisAcl;
import io.mas.runner.config.GatewayConfig.Security;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.YamlMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads the section {@code security}. */
final class SecurityReader {
  private static final int MAX_SKEW_SECONDS = 600;

  private SecurityReader() {}

  static Security read(YamlMap security, Paths paths) {
    RedisAcl acl = security.choice("redis_acl", RedisAcl.AUTO);
    boolean wanted = security.has("jwt");
    YamlMap jwt = security.section("jwt");
    return new Security(acl, wanted ? Optional.of(jwt(jwt, paths)) : Optional.empty());
  }

  private static Jwt jwt(YamlMap jwt, Paths paths) {
    Located<String> jwks = jwt.requiredText("jwks");
    return new Jwt(
        new Located<>(place(jwks, jwt, paths), jwks.position()),
        jwt.requiredText("issuer").value(),
        jwt.requiredText("audience").value(),
        algorithm(jwt),
        notBlank(jwt, "agent_claim", "sub"),
        jwt.text("agent_prefix").map(Located::value).orElse(""),
        Duration.ofSeconds(jwt.integer("clock_skew_seconds", 0, MAX_SKEW_SECONDS).orElse(30)));
  }

  private static String notBlank(YamlMap jwt, String key, String otherwise) {
    return jwt.has(key) ? jwt.requiredText(key).value() : otherwise;
  }

  private static JwtAlgorithm algorithm(YamlMap jwt) {
    Located<String> id = jwt.requiredText("algorithm");
    Optional<JwtAlgorithm> algorithm = JwtAlgorithm.of(id.value());
    if (algorithm.isEmpty() && !id.value().isBlank()) {
      jwt.findings()
          .problem(
              id.position(),
              "%s: expected one of %s, found '%s'"
                  .formatted(
                      jwt.path("algorithm"), String.join(", ", JwtAlgorithm.ids()), id.value()));
    }
    return algorithm.orElse(JwtAlgorithm.RS256);
  }

  private static URI place(Located<String> jwks, YamlMap jwt, Paths paths) {
    URI nowhere = Path.of("").toUri();
    if (jwks.value().isBlank()) {
      return nowhere;
    }
    if (!jwks.value().contains("://")) {
      return paths.file(jwks, jwt.path("jwks")).map(Path::toUri).orElse(nowhere);
    }
    try {
      URI place = new URI(jwks.value());
      if (JwtRule.isSafe(place)
          && !"file".equals(place.getScheme())
          && place.getUserInfo() == null) {
        return place;
      }
    } catch (URISyntaxException e) {
      // said below, without what may be a password in it
    }
    jwt.findings()
        .problem(
            jwks.position(),
            jwt.path("jwks") + ": expected a file, or an https:// URL without a password");
    return nowhere;
  }
}
