package io.mas.runner.launch;

import io.mas.gateway.token.Jwks;
import io.mas.gateway.token.JwksException;
import io.mas.gateway.token.JwtRule;
import io.mas.runner.config.GatewayConfig.Jwt;
import io.mas.runner.yaml.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The section {@code security.jwt}, as the rule that a gateway takes. */
final class JwtRuleOf {
  private JwtRuleOf() {}

  static JwtRule config(Jwt jwt) {
    return new JwtRule(
        jwt.jwks().value(),
        jwt.issuer(),
        jwt.audience(),
        jwt.algorithm(),
        jwt.agentClaim(),
        jwt.agentPrefix(),
        jwt.clockSkew());
  }

  /**
   * Reads the keys, if they are in a file.
   *
   * @throws ConfigException if they cannot be used, at the place that names them
   */
  static void check(Jwt jwt) {
    JwtRule rule = config(jwt);
    if (!rule.isFile()) {
      return;
    }
    Path file = Path.of(rule.keys());
    try (InputStream in = Files.newInputStream(file)) {
      Jwks.parse(in.readNBytes(Jwks.MAX_BYTES + 1), rule.algorithm());
    } catch (JwksException | IOException e) {
      throw new ConfigException(
          jwt.jwks().position(),
          "security.jwt.jwks: %s %s"
              .formatted(
                  file, e instanceof JwksException ? e.getMessage() : "cannot be read: " + e));
    }
  }
}
