package io.mas.protocol;

import java.nio.charset.StandardCharsets;

/** The bytes under a message's signature, the same for every algorithm. */
final class SignedBytes {
  private static final byte[] DOMAIN = "mas1 message ".getBytes(StandardCharsets.US_ASCII);

  private SignedBytes() {}

  /** In parts, one after the other; the lengths keep them apart. */
  static byte[][] of(String keyId, byte[] token, byte[] header, byte[] payloadDigest) {
    byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
    byte[] lengths = {(byte) id.length, (byte) (header.length >>> 8), (byte) header.length};
    return new byte[][] {DOMAIN, lengths, id, token, header, payloadDigest};
  }
}
