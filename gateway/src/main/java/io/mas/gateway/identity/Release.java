package io.mas.gateway.identity;

import io.mas.protocol.Digests;
import io.mas.protocol.Proof;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an outbox entry has in place of its sender's proof when it was released: it is a dead letter
 * that is sent again, or was held until a person approved it. It is a claim, which whoever writes
 * the outbox can make; what counts is the gateways' listing.
 *
 * <p>On the wire: a zero byte, where a proof has the length of its key id, and the letter's id, or
 * {@code h} and the id of what was held.
 *
 * @param letter the dead letter, or what was held
 * @param approval who approved it, as the listing says; null for a dead letter, and for a claim
 */
public record Release(String letter, @Nullable Approval approval) {
  /**
   * Who approved a message.
   *
   * @param by the name that was given
   * @param at when, by the clock of Redis, in milliseconds since 1970
   * @param key what the message was signed with; empty for one that was replayed
   */
  public record Approval(String by, long at, String key) {}

  /** Of no key: what is released bears none, and no check that asks for one lets it pass. */
  public static final Proof NO_PROOF = new Proof("", new byte[0], new byte[0]);

  private static final Pattern LETTER =
      Pattern.compile("\\d{1,5}:\\d{1,20}-\\d{1,20}|h\\d{1,20}-\\d{1,20}");
  private static final int MAX_BYTES = 50;

  private static final String NO_KEY = "-";

  private static final Pattern APPROVAL =
      Pattern.compile(" (\\d{1,18}) (\\S+) (.+)", Pattern.DOTALL);

  /** A claim, or a dead letter's. */
  public Release(String letter) {
    this(letter, null);
  }

  /** Of what was held under an id. */
  public static Release ofHeld(String id) {
    return new Release("h" + id);
  }

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

  private static Approval approval(Matcher said) {
    String key = said.group(2);
    return new Approval(
        said.group(3), Long.parseLong(said.group(1)), key.equals(NO_KEY) ? "" : key);
  }

  /**
   * This as a listing has it, with who approved it; null if it is not listed, or the entry is not
   * what was released.
   */
  public @Nullable Release listed(byte @Nullable [] listing, byte[] header, byte[] payloadDigest) {
    if (listing == null) {
      return null;
    }
    String text = new String(listing, StandardCharsets.UTF_8);
    String released = letter + " " + digest(header, payloadDigest);
    if (!letter.startsWith("h")) {
      return text.equals(released) ? this : null;
    }
    Matcher approval = APPROVAL.matcher(text.substring(Math.min(text.length(), released.length())));
    return text.startsWith(released) && approval.matches()
        ? new Release(letter, approval(approval))
        : null;
  }
}
