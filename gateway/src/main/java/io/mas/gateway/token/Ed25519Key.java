package io.mas.gateway.token;

import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** A public key of Ed25519, by the JDK: what Nimbus has for it needs one more library. */
final class Ed25519Key implements Jwks.Verifier {
  /** What stands before the 32 bytes in the X.509 form (RFC 8410). */
  private static final byte[] X509_START = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int LENGTH = 32;

  private final PublicKey key;

  Ed25519Key(OctetKeyPair jwk) throws GeneralSecurityException {
    byte[] bytes = jwk.getDecodedX();
    if (bytes.length != LENGTH) {
      throw new InvalidKeyException("a public key of Ed25519 has 32 bytes");
    }
    byte[] encoded = new byte[X509_START.length + LENGTH];
    System.arraycopy(X509_START, 0, encoded, 0, X509_START.length);
    System.arraycopy(bytes, 0, encoded, X509_START.length, LENGTH);
    this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  @Override
  public boolean fits(com.nimbusds.jwt.SignedJWT token) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key);
    verifier.update(token.getSigningInput());
    try {
      return verifier.verify(token.getSignature().decode());
    } catch (SignatureException e) {
      return false; // of another length, or no point of the curve: the same as one that does not
      // fit
    }
  }
}
