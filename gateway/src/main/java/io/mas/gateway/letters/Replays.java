package io.mas.gateway.letters;

import io.mas.gateway.audit.DeadLetters;
import io.mas.gateway.identity.Release;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Kind;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Puts dead letters into their senders' outboxes again, each once, however often and by however
 * many it is tried, and though a letter may lie in another slot than the outbox; how is said in
 * {@code replay.lua}.
 */
final class Replays {
  private static final String RELEASED = "released";
  private static final String GONE = "gone";

  private final RedisLink link;
  private final Keys keys;
  private final DeadLetters cipher;

  Replays(RedisLink link, Keys keys, DeadLetters cipher) {
    this.link = link;
    this.keys = keys;
    this.cipher = cipher;
  }

  /**
   * Replays one.
   *
   * @throws LetterException if it cannot be replayed, or is gone meanwhile
   */
  void replay(Letter letter) {
    Envelope envelope = replayable(letter);
    String id = letter.id().toString();
    int shard = keys.shardOf(envelope.sender());
    if (link.field(Keys.agentKeys(shard), envelope.sender()) == null) {
      throw new LetterException(
          id + " cannot be replayed: its sender " + envelope.sender() + " is not provisioned");
    }
    String token = call(envelope.sender(), "begin", id, HexFormat.of().formatHex(token()));
    if (!token.equals(RELEASED)) {
      release(letter, envelope, token);
    }
    link.delete(Keys.deadLetters(letter.id().shard()), letter.id().entry());
    call(envelope.sender(), "forget", id);
  }

  private void release(Letter letter, Envelope envelope, String token) {
    String id = letter.id().toString();
    if (!exists(letter.id())) {
      call(envelope.sender(), "forget", id);
      throw new LetterException("no dead letter " + id + " (any more)");
    }
    byte[] header = EnvelopeCodec.encode(withoutDeadline(envelope));
    byte[] payload = payload(letter);
    String answer =
        released(
            letter,
            envelope.sender(),
            new Arguments()
                .add("release")
                .add(id)
                .add(token)
                .add(envelope.sender())
                .add(Keys.bell(keys.shardOf(envelope.sender())))
                .add(header)
                .add(payload)
                .add(new Release(id).toBytes())
                .add(Release.digest(header, Digests.sha256(payload))));
    if (answer.equals(GONE)) {
      throw new LetterException("no dead letter " + id + " (any more): another has replayed it");
    }
  }

  /**
   * The function's answer; an agent can have spoiled its own outbox, which is not the others' loss.
   */
  private String released(Letter letter, String sender, Arguments arguments) {
    try {
      return call(sender, arguments);
    } catch (LinkException e) {
      if (e.failure() == LinkException.Cause.REFUSED) {
        throw cannot(letter, "the outbox of " + sender + " takes nothing: " + e.getMessage());
      }
      throw e;
    }
  }

  /** Ends what was begun by one that has died in between, and forgets letters that are gone. */
  void settle() {
    for (int shard = 0; shard < keys.shards(); shard++) {
      List<String> places = List.of(Keys.replays(shard));
      link.hash(Keys.replays(shard))
          .forEach(
              (text, state) -> {
                LetterId letter = LetterId.parse(text);
                if (new String(state, StandardCharsets.UTF_8).equals(RELEASED)) {
                  link.delete(Keys.deadLetters(letter.shard()), letter.entry());
                }
                if (!exists(letter)) {
                  link.callForText("mas_replay", places, new Arguments().add("forget").add(text));
                }
              });
    }
  }

  private boolean exists(LetterId letter) {
    return !RedisLink.await(
            "reading a dead letter",
            link.startRange(Keys.deadLetters(letter.shard()), letter.entry()))
        .isEmpty();
  }

  /**
   * What the letter's message says of itself, if it may be sent in its sender's name.
   *
   * @throws LetterException if not
   */
  private Envelope replayable(Letter letter) {
    Envelope envelope;
    try {
      envelope = EnvelopeCodec.decode(cipher.header(letter.fields()));
    } catch (ProtocolException e) {
      throw cannot(letter, "it holds no message that can be decoded: " + e.getMessage());
    }
    if (envelope.kind() != Kind.SEND && envelope.kind() != Kind.REQUEST) {
      throw cannot(letter, "it is no message or request, but a " + envelope.kind());
    }
    // what an agent says that it could not handle is its own word: it can come back to it alone
    boolean buriedByTarget = letter.from().equals(envelope.target());
    if (!letter.isShown() && !buriedByTarget) {
      throw cannot(letter, "the message was not shown to be " + envelope.sender() + "'s");
    }
    return envelope;
  }

  private static LetterException cannot(Letter letter, String why) {
    return new LetterException(letter.id() + " cannot be replayed: " + why);
  }

  private byte[] payload(Letter letter) {
    try {
      return cipher.payload(letter.fields());
    } catch (ProtocolException e) {
      throw cannot(letter, "its payload cannot be decrypted: " + e.getMessage());
    }
  }

  /** Its time has passed, most likely; who replays it wants it handled. */
  private static Envelope withoutDeadline(Envelope envelope) {
    return new Envelope(
        envelope.kind(),
        envelope.id(),
        envelope.sender(),
        envelope.senderInstance(),
        envelope.target(),
        envelope.targetInstance(),
        envelope.type(),
        envelope.sequence(),
        envelope.timestamp(),
        envelope.correlation(),
        0,
        envelope.replyToken(),
        envelope.headers());
  }

  private static byte[] token() {
    return SecretKeys.random(SecretKeys.TOKEN_BYTES);
  }

  private String call(String sender, String... values) {
    Arguments arguments = new Arguments();
    for (String value : values) {
      arguments.add(value);
    }
    return call(sender, arguments);
  }

  private String call(String sender, Arguments arguments) {
    int shard = keys.shardOf(sender);
    return link.callForText(
        "mas_replay",
        List.of(
            Keys.replays(shard), Keys.released(shard), keys.outbox(sender), keys.sequence(sender)),
        arguments);
  }
}
