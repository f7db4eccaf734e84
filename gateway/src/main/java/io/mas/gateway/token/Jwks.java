package io.mas.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public keys of an issuer that verify by one algorithm. Immutable. */
public final class Jwks {
  /** Longest set, in bytes. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final int MIN_RSA_BITS = 2048;

  private final List<Key> keys;

  /** One key, and the id that tokens name it by. */
  private record Key(@Nullable String id, Verifier verifier) {}

  /** Verifies under one key. */
  interface Verifier {
    boolean fits(SignedJWT token) throws GeneralSecurityException, JOSEException;
  }

  private Jwks(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Of a JWK set. Keys of other algorithms, and those that are not for signatures, are left aside.
   *
   * @throws JwksException if it is none, holds a key that must be secret, or none for the algorithm
   */
  public static Jwks parse(byte[] json, JwtAlgorithm algorithm) throws JwksException {
    if (json.length > MAX_BYTES) {
      throw new JwksException("has more than " + MAX_BYTES + " bytes");
    }
    List<JWK> all = read(json);
    List<Key> usable = new ArrayList<>();
    for (JWK jwk : all) {
      if (jwk.isPrivate()) {
        // the shared secrets of HMAC too
        throw new JwksException("holds a private key; only public ones belong there");
      }
      Verifier verifier = isMeant(jwk, algorithm) ? verifier(jwk, algorithm) : null;
      if (verifier != null) {
        usable.add(new Key(jwk.getKeyID(), verifier));
      }
    }
    if (usable.isEmpty()) {
      throw new JwksException(
          "holds no key for " + algorithm.id() + " among its " + all.size() + " keys");
    }
    return new Jwks(usable);
  }

  private static List<JWK> read(byte[] json) throws JwksException {
    try {
      return JWKSet.parse(new String(json, StandardCharsets.UTF_8)).getKeys();
    } catch (ParseException | RuntimeException e) {
      throw new JwksException("is no JWK set"); // what it is instead may be a secret
    }
  }

  private static boolean isMeant(JWK jwk, JwtAlgorithm algorithm) {
    boolean signs = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
    return signs
        && (jwk.getAlgorithm() == null || jwk.getAlgorithm().getName().equals(algorithm.id()));
  }

  private static @Nullable Verifier verifier(JWK jwk, JwtAlgorithm algorithm) throws JwksException {
    try {
      return switch (algorithm) {
        case RS256, PS256 -> jwk instanceof RSAKey rsa ? rsa(rsa) : null;
        case ES256 ->
            jwk instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())
                ? nimbus(new ECDSAVerifier(ec))
                : null;
        case EDDSA ->
            jwk instanceof OctetKeyPair okp && Curve.Ed25519.equals(okp.getCurve())
                ? new Ed25519Key(okp)
                : null;
      };
    } catch (JOSEException | GeneralSecurityException | RuntimeException e) {
      throw new JwksException("holds a key that is none of " + algorithm.id());
    }
  }

  private static Verifier rsa(RSAKey key) throws JOSEException, JwksException {
    if (key.size() < MIN_RSA_BITS) {
      throw new JwksException("holds an RSA key of less than " + MIN_RSA_BITS + " bits");
    }
    return nimbus(new RSASSAVerifier(key));
  }

  private static Verifier nimbus(com.nimbusds.jose.JWSVerifier verifier) {
    return token -> token.verify(verifier);
  }

  /** The keys that a token may be signed with: those of the id that it names, or the only one. */
  List<Verifier> candidates(@Nullable String keyId) {
    if (keyId == null) {
      return keys.size() == 1 ? List.of(keys.get(0).verifier()) : List.of();
    }
    return keys.stream().filter(key -> keyId.equals(key.id())).map(Key::verifier).toList();
  }
}
