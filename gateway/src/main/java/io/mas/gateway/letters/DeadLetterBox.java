package io.mas.gateway.letters;

import io.mas.gateway.audit.DeadLetters;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The dead letters of a system, for its admin: needs a Redis user with an admin's rights, and opens
 * what is encrypted. Not thread-safe; each call blocks until Redis has answered.
 */
public final class DeadLetterBox implements AutoCloseable {
  private final RedisServer server;
  private final RedisLink link;
  private final Keys keys;
  private final DeadLetters cipher;
  private final Replays replays;

  private DeadLetterBox(RedisServer server) {
    this.server = server;
    this.link = server.link();
    this.keys = Layout.read(link);
    this.cipher = Ciphers.of(link);
    this.replays = new Replays(link, keys, cipher);
    replays.settle();
  }

  /**
   * That of the system on a Redis.
   *
   * @throws io.mas.MasException if Redis cannot be reached, or holds no system of this version
   */
  public static DeadLetterBox at(String redisUrl) {
    RedisServer server = RedisServer.at(redisUrl);
    try {
      return new DeadLetterBox(server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** All that are there now, of all shards by time, read as they are taken. */
  public Iterator<Letter> newestFirst() {
    return new LetterScan(link, keys.shards(), Keys::deadLetters, true);
  }

  /** All that are there now, of all shards by time, read as they are taken. */
  public Iterator<Letter> oldestFirst() {
    return new LetterScan(link, keys.shards(), Keys::deadLetters, false);
  }

  /** The one of an id. */
  public Optional<Letter> find(LetterId id) {
    if (id.shard() >= keys.shards()) {
      return Optional.empty();
    }
    List<Entry> found =
        RedisLink.await(
            "reading a dead letter", link.startRange(Keys.deadLetters(id.shard()), id.entry()));
    return found.stream().findFirst().map(entry -> new Letter(id, entry.fields()));
  }

  /**
   * What one keeps encrypted.
   *
   * @throws LetterException if it cannot be decrypted
   */
  public LetterContents open(Letter letter) {
    return Ciphers.open(cipher, letter);
  }

  /**
   * Sends the letter's message again, in its sender's name and under its id: it goes past a
   * gateway, which judges it by the permissions of then, and its target tries it as if for the
   * first time. The letter is gone when this returns. A letter is replayed once, also by several at
   * once, and when this is tried again after a failure.
   *
   * @throws LetterException if it is gone, or holds no message that can be sent
   */
  public void replay(Letter letter) {
    try {
      replays.replay(letter);
    } catch (LinkException e) {
      throw Ciphers.explained(e);
    }
  }

  /**
   * Deletes a letter for good; whether it was there. An ordering lane of its target that is parked
   * behind its message goes on.
   */
  public boolean drop(Letter letter) {
    // an agent's word on a message counts for its own lanes alone; what the gateway has found to be
    // its sender's may be the message that a lane is parked behind, refused when it was replayed
    boolean known = letter.from().equals(letter.target()) || letter.isShown();
    if (known && !letter.message().isEmpty()) {
      unpark(letter);
    }
    return link.delete(Keys.deadLetters(letter.id().shard()), letter.id().entry());
  }

  private void unpark(Letter letter) {
    String target = letter.target();
    try {
      link.callForAny(
          "mas_unpark",
          List.of(keys.inbox(target), keys.lanes(target), keys.order(target)),
          new Arguments().add(letter.sender() + "/" + letter.message()));
    } catch (LinkException e) {
      if (e.failure() != LinkException.Cause.REFUSED) {
        throw e;
      }
      if (!letter.from().equals(target)) {
        return; // its sender's letters can be dropped whatever the target does to its own lanes
      }
      throw new LetterException(
          letter.id() + " cannot be dropped: the lanes of agent " + target + " are spoiled");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
