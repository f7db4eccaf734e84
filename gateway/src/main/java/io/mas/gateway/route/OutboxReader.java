package io.mas.gateway.route;

import io.mas.gateway.identity.Directory;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.Kind;
import java.util.ArrayList;
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
  private static final int MIN_EACH = 16;
  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private final RedisLink link;
  private final Keys keys;

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

    /** The shards of the senders and targets that a directory does not know (yet). */
    Set<Integer> unknownShards(Directory directory, Keys keys) {
      Set<Integer> unknown = new HashSet<>();
      entries.forEach(
          (sender, intakes) -> {
            addUnknown(sender, directory, keys, unknown);
            for (Intake intake : intakes) {
              if (intake.message() != null && !intake.message().isForGateway()) {
                addUnknown(intake.message().envelope().target(), directory, keys, unknown);
              }
            }
          });
      return unknown;
    }

    private static void addUnknown(
        String agent, Directory directory, Keys keys, Set<Integer> unknown) {
      int shard = keys.shardOf(agent);
      if (directory.find(shard, agent) == null) {
        unknown.add(shard);
      }
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

  /** What lies after the senders' cursors, of all at the same time. */
  Reading read(List<String> senders, ShardState state) {
    Map<String, CompletableFuture<List<Entry>>> started = new LinkedHashMap<>();
    int each = Math.max(MIN_EACH, MAX_ENTRIES / Math.max(1, senders.size()));
    for (String sender : senders) {
      started.put(sender, link.startRange(keys.outbox(sender), state.cursor(sender), each));
    }
    Map<String, List<Intake>> entries = new LinkedHashMap<>();
    Set<String> toEnd = new HashSet<>();
    int bytes = 0;
    for (Map.Entry<String, CompletableFuture<List<Entry>>> start : started.entrySet()) {
      String sender = start.getKey();
      List<Intake> taken = new ArrayList<>();
      List<Entry> found = entries(sender, start.getValue());
      for (Entry entry : found) {
        if (bytes > MAX_BYTES) {
          break;
        }
        bytes += entry.size();
        taken.add(Intake.of(sender, entry));
      }
      if (taken.size() == found.size() && found.size() < each) {
        toEnd.add(sender);
      }
      entries.put(sender, taken);
    }
    return new Reading(entries, toEnd);
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
