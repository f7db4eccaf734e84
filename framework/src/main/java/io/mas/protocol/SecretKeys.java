package io.mas.protocol;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keys and tokens: how they are made and derived. */
public final class SecretKeys {
  /** Length of every key, in bytes. */
  public static final int KEY_BYTES = 32;

  /** Length of an instance's bearer token, in bytes. */
  public static final int TOKEN_BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private SecretKeys() {}

  /** Random bytes that nobody can guess. */
  public static byte[] random(int bytes) {
    byte[] secret = new byte[bytes];
    RANDOM.nextBytes(secret);
    return secret;
  }

  /** A key for HMAC-SHA256. */
  public static SecretKey hmac(byte[] secret) {
    if (secret.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
    }
    return new SecretKeySpec(secret, "HmacSHA256");
  }

  /** The key for one purpose, derived from a main secret, so that no key serves two. */
  public static byte[] derive(byte[] secret, String purpose) {
    return Digests.hmac(hmac(secret), purpose.getBytes(StandardCharsets.US_ASCII));
  }
}
