package io.mas.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * The key that the gateway and one agent share: under it the gateway seals what it delivers, and
 * the agent handles nothing that is not sealed.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class DeliveryKey {
  /** Length of a seal, in bytes: HMAC-SHA256 cut to 128 bits (RFC 4868). */
  public static final int SEAL_BYTES = 16;

  private static final byte[] DOMAIN = "mas1 delivery ".getBytes(StandardCharsets.US_ASCII);

  private final SecretKey key;

  /** Of 32 secret bytes. */
  public DeliveryKey(byte[] secret) {
    this.key = SecretKeys.hmac(secret);
  }

  /** The seal over header, payload digest and reply token (empty for none). */
  public byte[] seal(byte[] header, byte[] payloadDigest, byte[] replyToken) {
    byte[] lengths = {(byte) (header.length >>> 8), (byte) header.length, (byte) replyToken.length};
    return Arrays.copyOf(
        Digests.hmac(key, DOMAIN, lengths, header, payloadDigest, replyToken), SEAL_BYTES);
  }

  /** Whether the seal fits, in constant time. */
  public boolean verify(byte[] header, byte[] payloadDigest, byte[] replyToken, byte[] seal) {
    return Digests.same(seal(header, payloadDigest, replyToken), seal);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "DeliveryKey";
  }
}
