package io.mas.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import javax.crypto.SecretKey;

/** What the gateways of one system share and nobody else knows: keys derived from one secret. */
public final class GatewayKeys {
  private final SecretKey replies;
  private final PayloadCipher deadLetters;

  /** Of the 32 secret bytes that the admin made for this system. */
  public GatewayKeys(byte[] secret) {
    this.replies = SecretKeys.hmac(SecretKeys.derive(secret, "reply tokens"));
    this.deadLetters = new PayloadCipher(SecretKeys.derive(secret, "dead letters"));
  }

  /** Encrypts the payloads of dead letters. */
  public PayloadCipher deadLetters() {
    return deadLetters;
  }

  /** The token with which the replier, and no other, may answer this request until the expiry. */
  public ReplyToken replyToken(
      UUID correlation, String requester, String instance, String replier, long expiry) {
    byte[] names =
        (requester + "\n" + instance + "\n" + replier).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer fixed = ByteBuffer.allocate(MessageId.BYTES + 8);
    MessageId.put(fixed, correlation);
    fixed.putLong(expiry);
    return ReplyToken.of(expiry, Digests.hmac(replies, fixed.array(), names));
  }

  /** Whether the token is the one for these parties and has not ended. */
  public boolean allows(
      ReplyToken token,
      UUID correlation,
      String requester,
      String instance,
      String replier,
      long now) {
    return token.equals(replyToken(correlation, requester, instance, replier, token.expiry()))
        && now <= token.expiry();
  }
}
