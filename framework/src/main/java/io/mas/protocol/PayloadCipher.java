package io.mas.protocol;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce of 96 bits, which stands before the ciphertext. */
public final class PayloadCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;

  /** Of 32 secret bytes. */
  public PayloadCipher(byte[] secret) {
    if (secret.length != SecretKeys.KEY_BYTES) {
      // AES would take 16 or 24 bytes as well, and be weaker without a word
      throw new IllegalArgumentException("a key has " + SecretKeys.KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(secret, "AES");
  }

  /** Nonce and ciphertext; the context is bound to it but not in it. */
  public byte[] encrypt(byte[] plain, byte[] context) {
    byte[] nonce = SecretKeys.random(NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
      byte[] sealed = cipher.doFinal(plain);
      return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    }
  }

  /**
   * What was encrypted.
   *
   * @throws ProtocolException if it was changed, or encrypted under another key or context
   */
  public byte[] decrypt(byte[] sealed, byte[] context) throws ProtocolException {
    if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
      throw new ProtocolException("the ciphertext is too short");
    }
    byte[] nonce = java.util.Arrays.copyOf(sealed, NONCE_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, context)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new ProtocolException("the ciphertext does not fit its key");
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher;
  }
}
