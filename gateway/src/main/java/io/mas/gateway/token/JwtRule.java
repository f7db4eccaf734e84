package io.mas.gateway.token;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Which token an agent must show when it registers. Immutable.
 *
 * @param keys where the issuer's public keys are, a JWK set: a {@code file:} that is absolute, or
 *     {@code https:} ({@code http:} for this machine alone)
 * @param issuer what the claim {@code iss} must be
 * @param audience what the claim {@code aud} must be, or hold
 * @param algorithm the one that is taken
 * @param agentClaim the claim that names the agent
 * @param agentPrefix what stands before the agent's id there; may be empty
 * @param clockSkew how far the issuer's clock may be from that of Redis
 */
public record JwtRule(
    URI keys,
    String issuer,
    String audience,
    JwtAlgorithm algorithm,
    String agentClaim,
    String agentPrefix,
    Duration clockSkew) {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if keys would come from where anybody can change them, or
   *     issuer, audience or claim are empty
   */
  public JwtRule {
    if (!isSafe(keys)) {
      throw new IllegalArgumentException("the keys of an issuer are a file or come by https");
    }
    if (issuer.isEmpty() || audience.isEmpty() || agentClaim.isEmpty() || clockSkew.isNegative()) {
      throw new IllegalArgumentException("issuer, audience and the agent's claim are needed");
    }
  }

  /** Whether keys from there can be believed. */
  public static boolean isSafe(URI keys) {
    String scheme = String.valueOf(keys.getScheme());
    return switch (scheme) {
      case "file" -> keys.getPath() != null;
      case "https" -> keys.getHost() != null;
      case "http" -> keys.getHost() != null && THIS_MACHINE.contains(keys.getHost());
      default -> false;
    };
  }

  /** Whether they are a file's. */
  public boolean isFile() {
    return "file".equals(keys.getScheme());
  }
}
