package io.mas.protocol;

import javax.crypto.SecretKey;

/**
 * A key under which an agent signs its messages; the agent alone has it, with HMAC-SHA256 the
 * gateways too.
 *
 * <p>Immutable and safe for use by several threads. {@link #toString} does not show the key.
 */
public final class SigningKey {
  private final String id;
  private final KeyAlgorithm algorithm;
  private final byte[] secret;
  private final byte[] verifying;
  private final SecretKey hmac;

  /**
   * One for HMAC-SHA256, of a key id, by which the registry finds it again, and 32 secret bytes.
   */
  public SigningKey(String id, byte[] secret) {
    this(id, KeyAlgorithm.HMAC_SHA256, secret);
  }

  /** Of a key id, by which the registry finds it again, and 32 secret bytes. */
  public SigningKey(String id, KeyAlgorithm algorithm, byte[] secret) {
    this.id = Names.requireId("a key id", id);
    this.algorithm = algorithm;
    this.hmac = SecretKeys.hmac(secret);
    this.secret = secret.clone();
    this.verifying =
        switch (algorithm) {
          case HMAC_SHA256 -> this.secret;
          case ED25519 -> Ed25519Signature.publicKey(this.secret);
        };
  }

  /** A new random one. */
  public static SigningKey generate(String id, KeyAlgorithm algorithm) {
    return new SigningKey(id, algorithm, SecretKeys.random(SecretKeys.KEY_BYTES));
  }

  /** The key's id. */
  public String id() {
    return id;
  }

  /** How it signs. */
  public KeyAlgorithm algorithm() {
    return algorithm;
  }

  /** The secret itself; a copy. */
  byte[] secret() {
    return secret.clone();
  }

  /** The signature over key id, token, header and payload digest. */
  public byte[] sign(byte[] token, byte[] header, byte[] payloadDigest) {
    byte[][] parts = SignedBytes.of(id, token, header, payloadDigest);
    return switch (algorithm) {
      case HMAC_SHA256 -> Digests.hmac(hmac, parts);
      case ED25519 -> Ed25519Signature.sign(secret, verifying, parts);
    };
  }

  /** What verifies its signatures, as the registry holds it. */
  public VerifyingKey verifier(KeyState state) {
    return new VerifyingKey(id, algorithm, state, verifying);
  }

  /** Whether both are the same key under the same id, in constant time. */
  public boolean sameAs(SigningKey other) {
    return id.equals(other.id)
        && algorithm == other.algorithm
        && Digests.same(secret, other.secret);
  }

  @Override
  public String toString() {
    return "SigningKey[" + id + "]";
  }
}
