package io.mas.gateway.letters;

import io.mas.MasException;
import io.mas.gateway.audit.DeadLetters;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.GatewayKeys;
import io.mas.protocol.ProtocolException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Opens what gateways have put away, under the key that they have in Redis. */
final class Ciphers {
  private Ciphers() {}

  static DeadLetters of(RedisLink link) {
    byte[] secret = Objects.requireNonNull(link.field(Keys.GATEWAY, "secret"));
    DeadLetters cipher = new DeadLetters(new GatewayKeys(secret).deadLetters());
    Arrays.fill(secret, (byte) 0);
    return cipher;
  }

  static LetterContents open(DeadLetters cipher, Letter letter) {
    try {
      byte[] header = cipher.header(letter.fields());
      return new LetterContents(sent(header), header, cipher.payload(letter.fields()));
    } catch (ProtocolException e) {
      throw new LetterException(letter.id() + " cannot be decrypted: " + e.getMessage());
    }
  }

  private static Optional<LetterContents.Sent> sent(byte[] header) {
    Envelope envelope;
    try {
      envelope = EnvelopeCodec.decode(header);
    } catch (ProtocolException e) {
      return Optional.empty(); // that it could not be decoded may be why it is here
    }
    return Optional.of(
        new LetterContents.Sent(
            envelope.kind().name(),
            envelope.senderInstance(),
            Instant.ofEpochMilli(envelope.timestamp()),
            Optional.ofNullable(envelope.correlation()).map(Object::toString),
            envelope.deadline() == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(envelope.deadline())),
            envelope.headers()));
  }

  /** What a failed call of one of our functions means for a person. */
  static RuntimeException explained(LinkException failure) {
    return failure.failure() == LinkException.Cause.MISSING
        ? new MasException(
            "this Redis has the functions of another version: start a service or gateway of this"
                + " one first",
            failure)
        : failure;
  }
}
