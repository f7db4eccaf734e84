package io.mas.gateway.identity;

import io.mas.MasException;
import java.util.HexFormat;

/**
 * What the gateway keeps of a live instance.
 *
 * @param number its number among the instances of its agent
 * @param sequence the number of its last message that was decided
 * @param tokenHash the SHA-256 of its bearer token
 * @param lapsedAt when its registration was found to have lapsed, in milliseconds since 1970, or 0
 */
@SuppressWarnings("ArrayRecordComponent") // a digest, compared in constant time where it matters
public record InstanceEntry(long number, long sequence, byte[] tokenHash, long lapsedAt) {

  InstanceEntry withSequence(long decided) {
    return new InstanceEntry(number, decided, tokenHash, lapsedAt);
  }

  InstanceEntry lapsed(long at) {
    return new InstanceEntry(number, sequence, tokenHash, at);
  }

  /** As a field of the ledger. */
  public String toText() {
    return number + " " + sequence + " " + HexFormat.of().formatHex(tokenHash) + " " + lapsedAt;
  }

  /** Of a field of the ledger. */
  public static InstanceEntry fromText(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 4) {
      throw new MasException("the ledger of sequence numbers in Redis is spoiled");
    }
    return new InstanceEntry(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        HexFormat.of().parseHex(parts[2]),
        Long.parseLong(parts[3]));
  }
}
