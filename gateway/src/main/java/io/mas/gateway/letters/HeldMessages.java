package io.mas.gateway.letters;

import io.mas.gateway.audit.DeadLetters;
import io.mas.gateway.identity.Release;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.ShownText;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The messages of a system that wait for a person's approval, for its admin: needs a Redis user
 * with an admin's rights, and opens what is encrypted. Not thread-safe; each call blocks until
 * Redis has answered.
 */
public final class HeldMessages implements AutoCloseable {
  /** Longest name of a person, and longest reason, in characters. */
  public static final int MAX_TEXT = 200;

  private final RedisServer server;
  private final RedisLink link;
  private final Keys keys;
  private final DeadLetters cipher;

  private HeldMessages(RedisServer server) {
    this.server = server;
    this.link = server.link();
    this.keys = Layout.read(link);
    this.cipher = Ciphers.of(link);
  }

  /**
   * Those of the system on a Redis.
   *
   * @throws io.mas.MasException if Redis cannot be reached, or holds no system of this version
   */
  public static HeldMessages at(String redisUrl) {
    RedisServer server = RedisServer.at(redisUrl);
    try {
      return new HeldMessages(server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** All that are there now, of all shards by time, read as they are taken. */
  public Iterator<Letter> oldestFirst() {
    return new LetterScan(link, keys.shards(), Keys::held, false);
  }

  /** The one of an id. */
  public Optional<Letter> find(LetterId id) {
    if (id.shard() >= keys.shards()) {
      return Optional.empty();
    }
    List<Entry> found =
        RedisLink.await("reading what is held", link.startRange(Keys.held(id.shard()), id.entry()));
    return found.stream().findFirst().map(entry -> new Letter(id, entry.fields()));
  }

  /**
   * What one keeps encrypted.
   *
   * @throws LetterException if it cannot be decrypted
   */
  public LetterContents open(Letter message) {
    return Ciphers.open(cipher, message);
  }

  /**
   * Lets a message pass, as far as it may by the permissions of now. It goes past a gateway within
   * milliseconds; nothing that was said of it later counts, and it passes once.
   *
   * @param by who says so, for the audit log: 1 to 200 characters that are shown as themselves
   * @throws LetterException if it is held no more, was denied, or its time is over
   */
  public void approve(Letter message, String by) {
    checkText(by);
    byte[] header;
    byte[] payload;
    Envelope envelope;
    try {
      header = cipher.header(message.fields());
      payload = cipher.payload(message.fields());
      envelope = EnvelopeCodec.decode(header);
    } catch (ProtocolException e) {
      throw new LetterException(message.id() + " cannot be decrypted: " + e.getMessage());
    }
    String sender = envelope.sender();
    if (link.field(Keys.agentKeys(keys.shardOf(sender)), sender) == null) {
      throw new LetterException(
          message.id() + " cannot be approved: its sender " + sender + " is not provisioned");
    }
    String answer =
        approved(
            message,
            sender,
            new Arguments()
                .add(message.id().entry())
                .add(sender)
                .add(Keys.bell(keys.shardOf(sender)))
                .add(header)
                .add(payload)
                .add(Release.ofHeld(message.id().entry()).toBytes())
                .add(Release.digest(header, Digests.sha256(payload)))
                .add(by));
    if (answer.equals("denied")) {
      throw new LetterException(message.id() + " was denied before");
    }
    refuseLate(message, answer);
  }

  /**
   * Lets a message not pass: its sender is told within about a second.
   *
   * @param why what its sender is told: 1 to 200 characters that are shown as themselves
   * @throws LetterException if it is held no more, or its time is over
   */
  public void deny(Letter message, String why) {
    checkText(why);
    try {
      String answer =
          link.callForText(
              "mas_deny",
              List.of(Keys.approvals(message.id().shard())),
              new Arguments().add(message.id().entry()).add(why));
      refuseLate(message, answer);
    } catch (LinkException e) {
      throw Ciphers.explained(e);
    }
  }

  private static void checkText(String text) {
    if (text.isBlank() || text.length() > MAX_TEXT || !ShownText.isShown(text)) {
      throw new LetterException(
          "what is said (for a denial 'denied by NAME: REASON') has 1 to "
              + MAX_TEXT
              + " characters, and none that is not shown as itself");
    }
  }

  /**
   * What is said of one that is not held, or not any more: by a word whose answer was lost, too.
   */
  public static String gone(LetterId id) {
    return "no message "
        + id
        + " is held (any more); if it was, it has passed or was refused, as the audit log says";
  }

  private static void refuseLate(Letter message, String answer) {
    if (answer.equals("gone")) {
      throw new LetterException(gone(message.id()));
    }
    if (answer.equals("late")) {
      throw new LetterException(message.id() + " is denied: the time for its approval is over");
    }
  }

  private String approved(Letter message, String sender, Arguments arguments) {
    int shard = message.id().shard();
    try {
      return link.callForText(
          "mas_approval",
          List.of(
              Keys.held(shard),
              Keys.approvals(shard),
              Keys.released(shard),
              keys.outbox(sender),
              keys.sequence(sender)),
          arguments);
    } catch (LinkException e) {
      if (e.failure() == LinkException.Cause.REFUSED) {
        throw new LetterException(
            message.id() + ": the outbox of " + sender + " takes nothing: " + e.getMessage());
      }
      throw Ciphers.explained(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
