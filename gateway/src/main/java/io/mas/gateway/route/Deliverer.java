package io.mas.gateway.route;

import io.mas.Decision;
import io.mas.gateway.audit.Burial;
import io.mas.gateway.audit.DeadLetters;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.StreamIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings committed messages to their targets: a script call for each target shard, one at a time.
 * Used by one owner's thread.
 */
final class Deliverer {
  private static final Logger log = LoggerFactory.getLogger(Deliverer.class);
  private static final int MAX_ITEMS = 512;
  private static final int MAX_BYTES = 1024 * 1024;

  private final RedisLink link;
  private final Keys keys;
  private final DeadLetters deadLetters;
  private final LongSupplier now;
  private final LongAdder droppedReplies;
  private final Backlogs backlogs;

  /** For each sender and target, the last id known to be delivered. */
  private final Map<String, String> known = new HashMap<>();

  Deliverer(
      RedisLink link,
      Keys keys,
      DeadLetters deadLetters,
      LongSupplier now,
      LongAdder droppedReplies,
      Backlogs backlogs) {
    this.link = link;
    this.keys = keys;
    this.deadLetters = deadLetters;
    this.now = now;
    this.droppedReplies = droppedReplies;
    this.backlogs = backlogs;
  }

  /**
   * Delivers all, each sender's in order; what is delivered already stays so.
   *
   * @throws io.mas.internal.redis.LinkException if Redis does not answer: deliver all again
   */
  void deliver(List<Outbound> messages) {
    Map<Integer, List<Outbound>> byShard = new LinkedHashMap<>();
    for (Outbound message : messages) {
      byShard
          .computeIfAbsent(keys.shardOf(message.target()), shard -> new ArrayList<>())
          .add(message);
    }
    while (!byShard.isEmpty()) {
      Map<Integer, Call> calls = new LinkedHashMap<>();
      byShard.forEach((shard, waiting) -> calls.put(shard, start(shard, waiting)));
      calls.forEach(
          (shard, call) -> {
            List<Outbound> rest = finish(call);
            if (rest.isEmpty()) {
              byShard.remove(shard);
            } else {
              byShard.put(shard, rest);
            }
          });
    }
  }

  /** A call that is under way, and what it did not take in. */
  private record Call(
      List<Outbound> items,
      List<Outbound> later,
      Map<String, Integer> places,
      CompletableFuture<String> answer) {}

  /** Those that could not be appended, to be dead letters with the next call. */
  private final Map<String, Boolean> unappendable = new HashMap<>();

  private Call start(int shard, List<Outbound> waiting) {
    List<String> callKeys = new ArrayList<>(List.of(Keys.deadLetters(shard)));
    Map<String, Integer> places = new HashMap<>();
    Arguments body = new Arguments();
    int count = 0;
    while (count < waiting.size() && count < MAX_ITEMS && body.bytes() < MAX_BYTES) {
      add(
          waiting.get(count),
          body,
          key ->
              places.computeIfAbsent(
                  key,
                  added -> {
                    callKeys.add(added);
                    return callKeys.size();
                  }));
      count++;
    }
    return new Call(
        waiting.subList(0, count),
        waiting.subList(count, waiting.size()),
        places,
        link.startCallForText("mas_deliver", callKeys, new Arguments().add(count).addAll(body)));
  }

  private void add(Outbound message, Arguments to, java.util.function.ToIntFunction<String> place) {
    boolean toInstance = !message.targetInstance().isEmpty();
    boolean dead = unappendable.containsKey(message.field());
    String stream =
        toInstance
            ? keys.instanceStream(message.target(), message.targetInstance())
            : keys.inbox(message.target());
    to.add(dead ? "X" : toInstance ? "I" : "D")
        .add(place.applyAsInt(keys.marks(message.target())))
        .add(place.applyAsInt(stream))
        .add(message.sender())
        .add(message.entryId())
        .add(known.getOrDefault(run(message), StreamIds.ZERO));
    if (!dead) {
      boolean tries = !message.trial().isEmpty();
      to.add(tries ? 5 : 4).add(message.header()).add(message.payload());
      to.add(message.seal()).add(message.replyToken());
      if (tries) {
        to.add(message.trial());
      }
      return;
    }
    long at = now.getAsLong();
    Map<String, byte[]> letter =
        deadLetters.entry(
            at,
            new Burial(
                message.sender(),
                message.entryId(),
                Answers.envelopeOf(message.header()),
                message.header(),
                message.payload(),
                Decision.NO_INSTANCE,
                "the target's stream cannot be written",
                0,
                StreamIds.time(message.entryId()),
                at,
                true));
    to.add(2L * letter.size());
    letter.forEach((name, value) -> to.add(name).add(value));
  }

  private List<Outbound> finish(Call call) {
    String answer = RedisLink.await("mas_deliver", call.answer());
    List<Outbound> rest = new ArrayList<>();
    for (int i = 0; i < call.items().size(); i++) {
      Outbound message = call.items().get(i);
      switch (answer.charAt(i)) {
        case 'k', 'm' -> settled(message);
        case 'n' -> {
          droppedReplies.increment();
          log.debug("a reply to {} is dropped: the asking instance is gone", message.target());
          settled(message);
        }
        case 'f' -> {
          log.error(
              "the stream of {} cannot be written; entry {} of {} becomes a dead letter",
              message.target(),
              message.entryId(),
              message.sender());
          unappendable.put(message.field(), true);
          rest.add(message);
        }
        case 'b' -> {
          log.warn(
              "Redis has forgotten what was delivered from {} to {}; delivering what is due again",
              message.sender(),
              message.target());
          known.remove(run(message));
          rest.add(message);
        }
        case 's' -> rest.add(message);
        default ->
            throw new IllegalStateException("mas_deliver answered what this version cannot read");
      }
    }
    rest.addAll(call.later());
    learn(call, answer);
    return rest;
  }

  /** How long the inboxes are by now stands behind the letters, each by its place. */
  private void learn(Call call, String answer) {
    String[] lengths = answer.split(" ", -1);
    if (lengths.length == 1) {
      return;
    }
    Map<String, String> byPlace = new HashMap<>();
    for (int i = 1; i < lengths.length; i++) {
      String[] placeAndLength = lengths[i].split(":", -1);
      byPlace.put(placeAndLength[0], placeAndLength[1]);
    }
    Map<String, Long> added = new HashMap<>();
    for (int i = 0; i < call.items().size(); i++) {
      Outbound message = call.items().get(i);
      if (message.targetInstance().isEmpty()) {
        added.merge(message.target(), answer.charAt(i) == 'k' ? 1L : 0L, Long::sum);
      }
    }
    long at = now.getAsLong();
    added.forEach(
        (target, count) -> {
          String length = byPlace.get(String.valueOf(call.places().get(keys.inbox(target))));
          if (length != null) {
            backlogs.saw(target, Long.parseLong(length), count, at);
          }
        });
  }

  private void settled(Outbound message) {
    unappendable.remove(message.field());
    known.merge(run(message), message.entryId(), StreamIds::max);
  }

  /** Forgets what it knows, as a new owner does. */
  void forget() {
    known.clear();
    unappendable.clear();
  }

  private static String run(Outbound message) {
    return message.sender() + "\n" + message.target();
  }
}
