package io.mas.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What shows that a message is its sender's: the instance's bearer token and a signature. It goes
 * to the gateway with the message and no further.
 *
 * <p>On the wire: length (1) and ASCII of the key id, token (16), signature (the rest).
 *
 * @param keyId the key that signed
 * @param token the instance's bearer token
 * @param signature over all that is sent
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes for the wire, never compared as a whole
public record Proof(String keyId, byte[] token, byte[] signature) {
  private static final int MAX_SIGNATURE = 128;

  /** The bytes on the wire. */
  public byte[] toBytes() {
    byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(1 + id.length + token.length + signature.length)
        .put((byte) id.length)
        .put(id)
        .put(token)
        .put(signature)
        .array();
  }

  /**
   * Of what {@link #toBytes} gave.
   *
   * @throws ProtocolException if it is anything else
   */
  public static Proof fromBytes(byte[] bytes) throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (!in.hasRemaining()) {
      throw new ProtocolException("the message is not signed");
    }
    byte[] id = new byte[Byte.toUnsignedInt(in.get())];
    int rest = in.remaining() - id.length - SecretKeys.TOKEN_BYTES;
    if (rest < 1 || rest > MAX_SIGNATURE) {
      throw new ProtocolException("the proof of the sender has a wrong length");
    }
    in.get(id);
    byte[] token = new byte[SecretKeys.TOKEN_BYTES];
    in.get(token);
    byte[] signature = new byte[rest];
    in.get(signature);
    String keyId = new String(id, StandardCharsets.ISO_8859_1);
    if (!Names.isId(keyId)) {
      throw new ProtocolException("the key id is not an id");
    }
    return new Proof(keyId, token, signature);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Proof[" + keyId + "]";
  }
}
