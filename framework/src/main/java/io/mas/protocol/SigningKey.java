package io.mas.protocol;

import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;

/**
 * A key under which an agent's messages are signed, with HMAC-SHA256.
 *
 * <p>Immutable and safe for use by several threads. {@link #toString} does not show the key.
 */
public final class SigningKey {
  private static final byte[] DOMAIN = "mas1 message ".getBytes(StandardCharsets.US_ASCII);

  private final String id;
  private final SecretKey key;

  /** Of a key id, by which the registry finds the key again, and 32 secret bytes. */
  public SigningKey(String id, byte[] secret) {
    this.id = Names.requireId("a key id", id);
    this.key = SecretKeys.hmac(secret);
  }

  /** The key's id. */
  public String id() {
    return id;
  }

  /** The signature over key id, token, header and payload digest. */
  public byte[] sign(byte[] token, byte[] header, byte[] payloadDigest) {
    byte[] keyId = id.getBytes(StandardCharsets.US_ASCII);
    byte[] lengths = {(byte) keyId.length, (byte) (header.length >>> 8), (byte) header.length};
    return Digests.hmac(key, DOMAIN, lengths, keyId, token, header, payloadDigest);
  }

  /** Whether the signature fits, in constant time. */
  public boolean verify(byte[] token, byte[] header, byte[] payloadDigest, byte[] signature) {
    return Digests.same(sign(token, header, payloadDigest), signature);
  }

  /** Whether both are the same key under the same id, in constant time. */
  public boolean sameAs(SigningKey other) {
    return id.equals(other.id) && Digests.same(key.getEncoded(), other.key.getEncoded());
  }

  @Override
  public String toString() {
    return "SigningKey[" + id + "]";
  }
}
