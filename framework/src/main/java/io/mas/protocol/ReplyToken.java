package io.mas.protocol;

import java.nio.ByteBuffer;

/**
 * What allows one agent to answer one request, and nobody else: a MAC of the gateway over the
 * request's correlation, requester, asking instance, replier and expiry.
 *
 * <p>Opaque to agents, which only hand it back.
 */
public final class ReplyToken {
  /** Length on the wire, in bytes: the expiry and 16 bytes of the MAC. */
  public static final int BYTES = 24;

  private final byte[] bytes;

  private ReplyToken(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Of an expiry, in milliseconds since 1970, and a MAC of at least 16 bytes, which is cut. */
  public static ReplyToken of(long expiry, byte[] mac) {
    return new ReplyToken(ByteBuffer.allocate(BYTES).putLong(expiry).put(mac, 0, 16).array());
  }

  /**
   * Of what {@link #toBytes} gave.
   *
   * @throws ProtocolException if it has another length
   */
  public static ReplyToken fromBytes(byte[] bytes) throws ProtocolException {
    if (bytes.length != BYTES) {
      throw new ProtocolException("a reply token has " + BYTES + " bytes, not " + bytes.length);
    }
    return new ReplyToken(bytes.clone());
  }

  /** When it ends, in milliseconds since 1970. */
  public long expiry() {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** The bytes on the wire; a copy. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Whether both are the same, in constant time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ReplyToken that && Digests.same(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(expiry());
  }

  /** Without the MAC. */
  @Override
  public String toString() {
    return "ReplyToken[expiry=" + expiry() + "]";
  }
}
