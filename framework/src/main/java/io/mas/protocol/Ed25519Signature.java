package io.mas.protocol;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** Ed25519 from Bouncy Castle, which can check that a public key is of the prime order. */
final class Ed25519Signature {
  private Ed25519Signature() {}

  /** The public key of a secret one. */
  static byte[] publicKey(byte[] secret) {
    byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(secret, 0, key, 0);
    return key;
  }

  static byte[] sign(byte[] secret, byte[] publicKey, byte[][] parts) {
    byte[] message = joined(parts);
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(secret, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /**
   * A public key, checked once and for all: null if it is not on the curve or not of the prime
   * order. Under a key of low order one signature can fit many messages.
   */
  static Ed25519.@Nullable PublicPoint point(byte[] publicKey) {
    return publicKey.length == Ed25519.PUBLIC_KEY_SIZE
        ? Ed25519.validatePublicKeyFullExport(publicKey, 0)
        : null;
  }

  static boolean verify(Ed25519.PublicPoint key, byte[][] parts, byte[] signature) {
    if (signature.length != Ed25519.SIGNATURE_SIZE) {
      return false;
    }
    byte[] message = joined(parts);
    return Ed25519.verify(signature, 0, key, message, 0, message.length);
  }

  private static byte[] joined(byte[][] parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
