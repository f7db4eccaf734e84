package io.mas.protocol;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** SHA-256 and HMAC-SHA256 from the JDK, which is faster there than Bouncy Castle's. */
public final class Digests {
  /** Length of a SHA-256 digest, in bytes. */
  public static final int SHA256_BYTES = 32;

  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-256");
            } catch (GeneralSecurityException e) {
              throw new IllegalStateException("this Java has no SHA-256", e);
            }
          });

  private static final ThreadLocal<Mac> HMAC =
      ThreadLocal.withInitial(
          () -> {
            try {
              return Mac.getInstance("HmacSHA256");
            } catch (GeneralSecurityException e) {
              throw new IllegalStateException("this Java has no HmacSHA256", e);
            }
          });

  private Digests() {}

  /** The SHA-256 of all the parts, one after the other. */
  public static byte[] sha256(byte[]... parts) {
    MessageDigest digest = SHA256.get();
    digest.reset();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** The HMAC-SHA256 of all the parts, one after the other. The caller keeps the parts apart. */
  public static byte[] hmac(SecretKey key, byte[]... parts) {
    Mac mac = HMAC.get();
    try {
      mac.init(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a key for HmacSHA256", e);
    }
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  /** Whether both are the same, in a time that depends on the lengths alone. */
  public static boolean same(byte[] a, byte[] b) {
    return MessageDigest.isEqual(a, b);
  }
}
