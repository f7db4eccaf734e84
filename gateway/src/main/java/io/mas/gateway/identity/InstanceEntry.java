package io.mas.gateway.identity;

import io.mas.MasException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway keeps of a live instance.
 *
 * @param number its number among the instances of its agent
 * @param sequence the number of its last message that was decided
 * @param tokenHash the SHA-256 of its bearer token
 * @param lapsedAt when its registration was found to have lapsed, in milliseconds since 1970, or 0
 * @param expiresAt until when the token of an issuer outside holds that it has shown, in
 *     milliseconds since 1970; 0 if it has shown none
 */
@SuppressWarnings("ArrayRecordComponent") // a digest, compared by value; in constant time by checks
public record InstanceEntry(
    long number, long sequence, byte[] tokenHash, long lapsedAt, long expiresAt) {
  /** After all times at which a token was spent, and before all messages. */
  private static final long SPENT = 1;

  /** Of one that has shown no token of an issuer outside. */
  public InstanceEntry(long number, long sequence, byte[] tokenHash, long lapsedAt) {
    this(number, sequence, tokenHash, lapsedAt, 0);
  }

  InstanceEntry withSequence(long decided) {
    return new InstanceEntry(number, decided, tokenHash, lapsedAt, expiresAt);
  }

  InstanceEntry lapsed(long at) {
    return new InstanceEntry(number, sequence, tokenHash, at, expiresAt);
  }

  /** Whether nothing that enters the outbox from some moment on can pass under its token. */
  boolean hasExpiredBefore(long time) {
    return expiresAt > SPENT && expiresAt < time;
  }

  /** Whose token has expired, and of which all that came before is decided. */
  InstanceEntry spent() {
    return new InstanceEntry(number, sequence, tokenHash, lapsedAt, SPENT);
  }

  /** As a field of the ledger. */
  public String toText() {
    return number
        + " "
        + sequence
        + " "
        + HexFormat.of().formatHex(tokenHash)
        + " "
        + lapsedAt
        + (expiresAt == 0 ? "" : " " + expiresAt);
  }

  /**
   * Of a field of the ledger.
   *
   * @throws MasException if it is not what {@link #toText} gives
   */
  public static InstanceEntry fromText(String text) {
    try {
      String[] parts = text.split(" ", -1);
      InstanceEntry entry =
          new InstanceEntry(
              Long.parseLong(parts[0]),
              Long.parseLong(parts[1]),
              HexFormat.of().parseHex(parts[2]),
              Long.parseLong(parts[3]),
              parts.length == 4 ? 0 : expiry(parts[4]));
      if (parts.length <= 5 && entry.number > 0 && entry.sequence >= 0 && entry.lapsedAt >= 0) {
        return entry;
      }
      throw new IllegalArgumentException("not the numbers of an instance");
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MasException("the ledger of sequence numbers in Redis is spoiled", e);
    }
  }

  private static long expiry(String text) {
    long expiry = Long.parseLong(text);
    if (expiry <= 0) {
      throw new IllegalArgumentException("no time at which a token expires");
    }
    return expiry;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InstanceEntry that
        && number == that.number
        && sequence == that.sequence
        && lapsedAt == that.lapsedAt
        && expiresAt == that.expiresAt
        && Arrays.equals(tokenHash, that.tokenHash);
  }

  @Override
  public int hashCode() {
    return Objects.hash(number, sequence, lapsedAt, expiresAt);
  }

  /** Without the token's digest. */
  @Override
  public String toString() {
    return "InstanceEntry[" + number + " " + sequence + " " + lapsedAt + "]";
  }
}
