package io.mas.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** An issuer of tokens by ES256, with nothing but the JDK. */
public final class TokenIssuer {
  public static final String NAME = "https://issuer.test";
  public static final String AUDIENCE = "mas";

  private final String keyId;
  private final KeyPair keys;

  /** With a key of a name. */
  public TokenIssuer(String keyId) {
    this.keyId = keyId;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its public key, as a JWK set. */
  public String jwks() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return """
        {"keys": [{"kty": "EC", "crv": "P-256", "kid": "%s", "x": "%s", "y": "%s"}]}
        """
        .formatted(keyId, coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY()));
  }

  /** A token for an agent, until so many seconds since 1970. */
  public String token(String agent, long until) {
    String claims =
        """
        {"iss": "%s", "aud": "%s", "sub": "%s", "exp": %d}
        """
            .formatted(NAME, AUDIENCE, agent, until);
    String input =
        base64("{\"alg\": \"ES256\", \"kid\": \"%s\"}".formatted(keyId)) + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts a token into a file at once, as those who mount them do. */
  public static Path put(Path file, String token) {
    try {
      Path made = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), token + "\n");
      return Files.move(
          made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(32, bytes.length); // there may be one more for the sign
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return base64(fixed);
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
