package io.mas.protocol;

import javax.crypto.SecretKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A signing key as the registry and the gateways hold it: what verifies, by which algorithm, and
 * whether it still may.
 *
 * <p>Immutable and safe for use by several threads. {@link #toString} does not show the key.
 */
public final class VerifyingKey {
  private final String id;
  private final KeyAlgorithm algorithm;
  private final KeyState state;
  private final byte[] material;
  private final SecretKey hmac;
  private final Ed25519.@Nullable PublicPoint point;

  /**
   * Of a secret for HMAC-SHA256, of a public key for Ed25519.
   *
   * @throws IllegalArgumentException if that is no such key; a public key of low order is none
   */
  public VerifyingKey(String id, KeyAlgorithm algorithm, KeyState state, byte[] material) {
    this.id = Names.requireId("a key id", id);
    this.algorithm = algorithm;
    this.state = state;
    this.hmac = SecretKeys.hmac(material); // checks the length, which is that of a public key too
    this.material = material.clone();
    this.point = algorithm == KeyAlgorithm.ED25519 ? Ed25519Signature.point(material) : null;
    if (algorithm == KeyAlgorithm.ED25519 && point == null) {
      throw new IllegalArgumentException("a public key is not one of Ed25519, or of low order");
    }
  }

  /** The key's id. */
  public String id() {
    return id;
  }

  /** How it verifies. */
  public KeyAlgorithm algorithm() {
    return algorithm;
  }

  /** What it may be used for. */
  public KeyState state() {
    return state;
  }

  /** A secret, or a public key; a copy. */
  byte[] material() {
    return material.clone();
  }

  /** The same in another state. */
  public VerifyingKey in(KeyState other) {
    return new VerifyingKey(id, algorithm, other, material);
  }

  /** Whether the signature fits; whatever state the key is in. */
  public boolean verify(byte[] token, byte[] header, byte[] payloadDigest, byte[] signature) {
    byte[][] parts = SignedBytes.of(id, token, header, payloadDigest);
    return point == null
        ? Digests.same(Digests.hmac(hmac, parts), signature)
        : Ed25519Signature.verify(point, parts, signature);
  }

  /** Whether it verifies what a key signs, in constant time. */
  public boolean verifies(SigningKey key) {
    VerifyingKey other = key.verifier(state);
    return id.equals(other.id)
        && algorithm == other.algorithm
        && Digests.same(material, other.material);
  }

  /** The key that signs, where that is the same secret; null where only the agent has it. */
  public @Nullable SigningKey signer() {
    return algorithm == KeyAlgorithm.HMAC_SHA256 ? new SigningKey(id, material) : null;
  }

  @Override
  public String toString() {
    return "VerifyingKey[" + id + " " + algorithm.text() + " " + state.text() + "]";
  }
}
