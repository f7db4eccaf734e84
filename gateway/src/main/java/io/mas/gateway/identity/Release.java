package io.mas.gateway.identity;

import io.mas.protocol.Digests;
import io.mas.protocol.Proof;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an outbox entry has in place of its sender's proof when it is a dead letter that was
 * released again. It is a claim, which whoever writes the outbox can make; what counts is the
 * gateways' listing.
 *
 * <p>On the wire: a zero byte, where a proof has the length of its key id, and the letter's id.
 *
 * @param letter the dead letter
 */
public record Release(String letter) {
  /** Of no key: what is released bears none, and no check that asks for one lets it pass. */
  public static final Proof NO_PROOF = new Proof("", new byte[0], new byte[0]);

  private static final Pattern LETTER = Pattern.compile("\\d{1,5}:\\d{1,20}-\\d{1,20}");
  private static final int MAX_BYTES = 50;

  /** What an entry's proof claims, or null if it is a proof or nothing at all. */
  public static @Nullable Release claimed(byte[] proof) {
    if (proof.length < 2 || proof.length > MAX_BYTES || proof[0] != 0) {
      return null;
    }
    String letter = new String(proof, 1, proof.length - 1, StandardCharsets.ISO_8859_1);
    return LETTER.matcher(letter).matches() ? new Release(letter) : null;
  }

  /** The bytes on the wire. */
  public byte[] toBytes() {
    return ("\0" + letter).getBytes(StandardCharsets.US_ASCII);
  }

  /** What a listing has after the letter; it binds the listing to what was released. */
  public static String digest(byte[] header, byte[] payloadDigest) {
    return HexFormat.of().formatHex(Digests.sha256(header, payloadDigest));
  }

  /** Whether this is what a listing says, and the entry what was released. */
  public boolean isListed(byte @Nullable [] listing, byte[] header, byte[] payloadDigest) {
    return listing != null
        && (letter + " " + digest(header, payloadDigest))
            .equals(new String(listing, StandardCharsets.UTF_8));
  }
}
