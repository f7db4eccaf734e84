package io.mas.gateway.route;

import io.mas.gateway.breaker.Circuits;
import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.limit.Levels;
import io.mas.gateway.limit.LimitRules;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.StreamIds;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a shard keeps in memory, a copy of what its commits have written. Used by one
 * thread.
 */
final class ShardState {
  private final Map<String, String> cursors = new HashMap<>();
  private final Map<String, SenderLedger> ledgers = new HashMap<>();
  private final Map<String, Map<String, byte[]>> due = new HashMap<>();

  private Map<String, byte[]> released = Map.of();
  private Levels levels = new Levels();
  private Circuits circuits = new Circuits();
  private final Held held = new Held();

  /** Reads it, after the lease was taken. */
  static ShardState load(RedisLink link, int shard, LimitRules limits, long now) {
    ShardState state = new ShardState();
    link.hash(Keys.cursor(shard)).forEach((sender, id) -> state.cursors.put(sender, text(id)));
    link.hash(Keys.ledger(shard)).forEach((field, value) -> state.loadLedger(field, text(value)));
    Map<String, byte[]> entries = new TreeMap<>(ShardState::compareDue);
    entries.putAll(link.hash(Keys.due(shard)));
    entries.forEach(
        (field, digest) -> {
          int colon = field.indexOf(':');
          state.addDue(field.substring(0, colon), field.substring(colon + 1), digest);
        });
    state.held.read(link.hash(Keys.approvals(shard)), now);
    state.levels = Levels.read(link.hash(Keys.limits(shard)), limits, now);
    state.circuits = Circuits.read(link.hash(Keys.breakers(shard)));
    return state;
  }

  private void loadLedger(String field, String value) {
    int colon = field.indexOf(':');
    String sender = colon < 0 ? field : field.substring(0, colon);
    SenderLedger before = ledger(sender);
    ledgers.put(
        sender,
        colon < 0
            ? new SenderLedger(Long.parseLong(value), before.instances())
            : before.with(field.substring(colon + 1), InstanceEntry.fromText(value)));
  }

  private static int compareDue(String a, String b) {
    int bySender = a.substring(0, a.indexOf(':')).compareTo(b.substring(0, b.indexOf(':')));
    return bySender != 0
        ? bySender
        : StreamIds.compare(a.substring(a.indexOf(':') + 1), b.substring(b.indexOf(':') + 1));
  }

  /** The last entry of a sender's outbox that is decided. */
  String cursor(String sender) {
    return cursors.getOrDefault(sender, StreamIds.ZERO);
  }

  void cursor(String sender, String id) {
    cursors.put(sender, id);
  }

  SenderLedger ledger(String sender) {
    return ledgers.getOrDefault(sender, SenderLedger.empty());
  }

  /** Takes a changed ledger and puts the change into the plan. */
  void ledger(String sender, SenderLedger changed, CommitPlan plan) {
    SenderLedger before = ledger(sender);
    if (changed.floor() != before.floor()) {
      plan.ledger(sender, Long.toString(changed.floor()));
    }
    before
        .instances()
        .keySet()
        .forEach(
            instance -> {
              if (changed.find(instance) == null) {
                plan.ledger(sender + ":" + instance, "");
              }
            });
    changed
        .instances()
        .forEach(
            (instance, entry) -> {
              if (!entry.equals(before.find(instance))) {
                plan.ledger(sender + ":" + instance, entry.toText());
              }
            });
    ledgers.put(sender, changed);
  }

  Map<String, SenderLedger> ledgers() {
    return ledgers;
  }

  void addDue(String sender, String id, byte[] digest) {
    due.computeIfAbsent(sender, added -> new LinkedHashMap<>()).put(id, digest);
  }

  void removeDue(String sender, String id) {
    Map<String, byte[]> ofSender = due.get(sender);
    if (ofSender != null) {
      ofSender.remove(id);
      if (ofSender.isEmpty()) {
        due.remove(sender);
      }
    }
  }

  /** What is to be delivered, by sender and in order. */
  Map<String, Map<String, byte[]>> due() {
    return due;
  }

  /** Takes what is listed as released of the entries that claim it. */
  void released(Map<String, byte[]> listings) {
    released = listings;
  }

  /** What is listed of an entry, by its field; null if it was not released. */
  byte @Nullable [] listing(String field) {
    return released.get(field);
  }

  /** What the senders have left of their limits. */
  Levels levels() {
    return levels;
  }

  /** How the targets of the shard work. */
  Circuits circuits() {
    return circuits;
  }

  /** What waits for approval. */
  Held held() {
    return held;
  }

  /** The lowest id of a sender's outbox that is not settled; 0-0 if none can follow any more. */
  String lowestKept(String sender) {
    Map<String, byte[]> ofSender = due.get(sender);
    if (ofSender != null) {
      return ofSender.keySet().iterator().next();
    }
    String cursor = cursor(sender);
    return cursor.equals(StreamIds.LAST) ? StreamIds.ZERO : StreamIds.after(cursor);
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
