package io.mas.gateway.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How an issuer signs its tokens. All have a public key: with a shared secret whoever verifies
 * could also sign, and none at all shows nothing.
 */
public enum JwtAlgorithm {
  /** RSA with PKCS #1 1.5 and SHA-256. */
  RS256("RS256"),
  /** RSA with PSS and SHA-256. */
  PS256("PS256"),
  /** ECDSA on P-256 with SHA-256. */
  ES256("ES256"),
  /** Ed25519. */
  EDDSA("EdDSA");

  private final String id;

  JwtAlgorithm(String id) {
    this.id = id;
  }

  /** As tokens name it. */
  public String id() {
    return id;
  }

  /** The ids of all. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(JwtAlgorithm::id).toList();
  }

  /** The one that tokens name so, exactly. */
  public static Optional<JwtAlgorithm> of(String id) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.id.equals(id)).findFirst();
  }

  boolean isNamedBy(JWSAlgorithm named) {
    return id.equals(named.getName());
  }
}
