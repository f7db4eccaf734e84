package io.mas.gateway.route;

import io.mas.gateway.identity.Directory;
import io.mas.gateway.identity.Principal;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.ReadSize;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what senders have put into their outboxes, bounded in count and bytes. */
final class OutboxReader {
  private static final Logger log = LoggerFactory.getLogger(OutboxReader.class);
  private static final int MAX_ENTRIES = 512;
  private static final int MAX_BYTES = 2 * 1024 * 1024;
  private static final long TARGET_BYTES = 1024 * 1024;

  /** Reads under way at a time of senders whose entries may have any size. */
  private static final int MAX_UNKNOWN = 8;

  /** What is read of a sender of which only the first was not decided yet. */
  private static final int LITTLE = 8;

  private final RedisLink link;
  private final Keys keys;

  /** Of the senders that are hot. */
  private final Map<String, ReadSize> sizes = new HashMap<>();

  private final Set<String> little = new HashSet<>();

  OutboxReader(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  /**
   * What was read.
   *
   * @param entries of each sender, in order
   * @param toEnd the senders whose outbox held no more
   */
  record Reading(Map<String, List<Intake>> entries, Set<String> toEnd) {

    /**
     * The shards of senders, their keys, and targets that a directory does not know (yet), or knows
     * as revoked: one that was removed may have been added anew just now.
     */
    Set<Integer> unknownShards(Directory directory, Keys keys) {
      Set<Integer> unknown = new HashSet<>();
      entries.forEach(
          (sender, intakes) -> {
            addUnknown(sender, directory, keys, unknown);
            for (Intake intake : intakes) {
              if (intake.message() != null && isNewKey(sender, intake.message(), directory, keys)) {
                unknown.add(keys.shardOf(sender));
              }
              if (intake.message() != null && !intake.message().isForGateway()) {
                addUnknown(intake.message().envelope().target(), directory, keys, unknown);
              }
            }
          });
      return unknown;
    }

    private static boolean isNewKey(
        String sender, Intake.Decoded message, Directory directory, Keys keys) {
      Principal known = directory.find(keys.shardOf(sender), sender);
      return known != null && message.claim() == null && known.key(message.proof().keyId()) == null;
    }

    private static void addUnknown(
        String agent, Directory directory, Keys keys, Set<Integer> unknown) {
      int shard = keys.shardOf(agent);
      Principal known = directory.find(shard, agent);
      if (known == null || known.isRevoked()) {
        unknown.add(shard);
      }
    }

    /** How many messages each inbox would get. */
    Map<String, Integer> forInboxes() {
      Map<String, Integer> count = new HashMap<>();
      entries.values().stream()
          .flatMap(List::stream)
          .map(Intake::message)
          .filter(
              message ->
                  message != null
                      && !message.isForGateway()
                      && message.envelope().targetInstance().isEmpty())
          .forEach(message -> count.merge(message.envelope().target(), 1, Integer::sum));
      return count;
    }

    /** The entries that claim to be released, by their fields in the listing. */
    List<String> claims() {
      return entries.values().stream()
          .flatMap(List::stream)
          .filter(intake -> intake.message() != null && intake.message().claim() != null)
          .map(intake -> Outbound.field(intake.owner(), intake.entry().id()))
          .toList();
    }

    /** Whether the gateway itself is asked something. */
    boolean asksGateway() {
      return entries.values().stream()
          .flatMap(List::stream)
          .map(Intake::message)
          .anyMatch(
              message ->
                  message != null
                      && message.isForGateway()
                      && message.envelope().kind() == Kind.REQUEST);
    }
  }

  private record Started(int count, CompletableFuture<List<Entry>> answer) {}

  /** Whether little of a sender is to be read from now on, since most of it must wait. */
  void readLittle(String sender, boolean is) {
    if (is) {
      little.add(sender);
    } else {
      little.remove(sender);
    }
  }

  /** What lies after the senders' cursors; of those for whom no room is left nothing. */
  Reading read(List<String> senders, ShardState state) {
    Map<String, List<Intake>> entries = new LinkedHashMap<>();
    Set<String> toEnd = new HashSet<>();
    int bytes = 0;
    Deque<String> waiting = new ArrayDeque<>(senders);
    while (!waiting.isEmpty()) {
      Map<String, Started> group = bytes > MAX_BYTES ? Map.of() : start(waiting, senders, state);
      if (group.isEmpty()) {
        waiting.forEach(sender -> entries.put(sender, List.of()));
        break;
      }
      for (Map.Entry<String, Started> start : group.entrySet()) {
        String sender = start.getKey();
        int count = start.getValue().count();
        List<Entry> found = entries(sender, start.getValue().answer());
        learn(sender, count, found);
        List<Intake> taken = new ArrayList<>();
        for (Entry entry : found) {
          if (bytes > MAX_BYTES) {
            break;
          }
          bytes += entry.size();
          taken.add(Intake.of(sender, entry));
        }
        if (taken.size() == found.size() && found.size() < count) {
          toEnd.add(sender);
        }
        entries.put(sender, taken);
      }
    }
    return new Reading(entries, toEnd);
  }

  /** Starts the reads of the next senders at the same time. */
  private Map<String, Started> start(
      Deque<String> waiting, List<String> senders, ShardState state) {
    Map<String, Started> group = new LinkedHashMap<>();
    long each = TARGET_BYTES / senders.size();
    int unknown = 0;
    while (!waiting.isEmpty() && unknown < MAX_UNKNOWN) {
      String sender = waiting.remove();
      ReadSize size = sizes.get(sender);
      if (size == null) {
        unknown++;
      }
      int count = size == null ? ReadSize.FIRST : size.count(each);
      if (little.contains(sender)) {
        count = Math.min(count, LITTLE);
      }
      group.put(
          sender,
          new Started(count, link.startRange(keys.outbox(sender), state.cursor(sender), count)));
    }
    return group;
  }

  private void learn(String sender, int count, List<Entry> found) {
    ReadSize size = sizes.computeIfAbsent(sender, hot -> new ReadSize(MAX_ENTRIES));
    size.read(count, found);
    if (found.size() < count && size.isFirst()) {
      sizes.remove(sender);
    }
  }

  /** One entry; none where it is gone. */
  List<Entry> one(String sender, String id) {
    return entries(sender, link.startRange(keys.outbox(sender), id));
  }

  /** An agent can spoil its own outbox; that must not stop the others. */
  private static List<Entry> entries(String sender, CompletableFuture<List<Entry>> started) {
    try {
      return RedisLink.await("reading an outbox", started);
    } catch (LinkException e) {
      if (e.isUnreachable()) {
        throw e;
      }
      log.error("the outbox of {} cannot be read: {}", sender, e.getMessage());
      return List.of();
    }
  }
}
