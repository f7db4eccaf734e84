package io.mas.gateway.sample;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;

/** An issuer of tokens, with a key of each kind. What it issues is for agent a, for an hour. */
public final class Issuer {
  public static final String NAME = "https://issuer.test";
  public static final String AUDIENCE = "mas";
  public static final long UNTIL = TestAgent.NOW + 3_600_000;

  public final RSAKey rsa;
  public final ECKey ec;
  public final KeyPair ed;

  public Issuer() {
    try {
      rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
      ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
      ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The claims of a good token, which a test may change. */
  public static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(NAME)
        .audience(List.of("other", AUDIENCE))
        .subject("a")
        .expirationTime(at(UNTIL));
  }

  @SuppressWarnings("JavaUtilDate") // what Nimbus takes
  public static Date at(long millis) {
    return Date.from(Instant.ofEpochMilli(millis));
  }

  /** Its public keys. */
  public byte[] jwks() {
    return set(rsa.toPublicJWK(), ec.toPublicJWK());
  }

  /** The public key of Ed25519. */
  public byte[] edJwks() {
    byte[] x = ed.getPublic().getEncoded();
    return ("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\",\"x\":\""
            + base64(Arrays.copyOfRange(x, x.length - 32, x.length))
            + "\"}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] set(JWK... keys) {
    return new JWKSet(List.of(keys)).toString(false).getBytes(StandardCharsets.UTF_8);
  }

  /** A good token by RS256. */
  public String token() {
    return token(claims -> claims);
  }

  public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
    return token(JWSAlgorithm.RS256, "rsa", change.apply(claims()).build());
  }

  public String token(JWSAlgorithm algorithm, String keyId, JWTClaimsSet claims) {
    return sign(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
  }

  public String sign(JWSHeader header, JWTClaimsSet claims) {
    try {
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(signer(header.getAlgorithm()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of HMAC with the public key as the secret, of RSA or ECDSA with its own. */
  private JWSSigner signer(JWSAlgorithm algorithm) throws JOSEException {
    if (JWSAlgorithm.Family.HMAC_SHA.contains(algorithm)) {
      return new MACSigner(rsa.toPublicKey().getEncoded());
    }
    return JWSAlgorithm.Family.RSA.contains(algorithm)
        ? new RSASSASigner(rsa)
        : new ECDSASigner(ec);
  }

  public static String unsigned(JWTClaimsSet claims) {
    return new PlainJWT(claims).serialize();
  }

  /** By Ed25519, with the JDK. */
  public String edToken(JWTClaimsSet claims) {
    try {
      String input =
          base64("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}".getBytes(StandardCharsets.UTF_8))
              + "."
              + base64(claims.toString(false).getBytes(StandardCharsets.UTF_8));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(ed.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
