package io.mas.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ids of messages: UUIDs, version 7 (RFC 9562) where they are new, so that they sort by time.
 *
 * <p>They need not be secret: what a reply may answer is guarded by its token.
 */
public final class MessageId {
  /** Length of an id on the wire, in bytes. */
  public static final int BYTES = 16;

  private MessageId() {}

  /** A new id; the time is in milliseconds since 1970. */
  public static UUID next(long timeMillis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (timeMillis << 16) | 0x7000L | (random.nextLong() & 0xFFFL);
    long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /**
   * The id of the nth request made while handling a message: the same whenever that message is
   * handled again. It is a UUID of version 8 over a digest of both.
   */
  public static UUID derived(UUID handled, int index) {
    ByteBuffer seed = ByteBuffer.allocate(BYTES + 4 + 4);
    seed.put("turn".getBytes(StandardCharsets.US_ASCII));
    put(seed, handled);
    seed.putInt(index);
    ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(seed.array()));
    long high = (digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
    long low = (digest.getLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  static void put(ByteBuffer out, UUID id) {
    out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  static UUID get(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }
}
