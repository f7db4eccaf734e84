package io.mas.gateway.route;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one commit of a shard will write, as the script takes it. Not thread-safe. */
final class CommitPlan {
  /** One section of the script's arguments: a count and the items. */
  private static final class Section {
    private final Arguments items = new Arguments();
    private int count;

    Arguments next() {
      count++;
      return items;
    }
  }

  private final List<String> keys = new ArrayList<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final Section cursor = new Section();
  private final Section ledger = new Section();
  private final Section due = new Section();
  private final Section trims = new Section();
  private final Section audit = new Section();
  private final Section notices = new Section();
  private final Section deadLetters = new Section();
  private final Section released = new Section();
  private final Section limits = new Section();
  private final Section circuits = new Section();
  private final Section decided = new Section();
  private final Section held = new Section();
  private final Section unheld = new Section();

  CommitPlan(int shard) {
    keys.add(Keys.lease(shard));
    keys.add(Keys.cursor(shard));
    keys.add(Keys.due(shard));
    keys.add(Keys.ledger(shard));
    keys.add(Keys.audit(shard));
    keys.add(Keys.deadLetters(shard));
    keys.add(Keys.released(shard));
    keys.add(Keys.limits(shard));
    keys.add(Keys.breakers(shard));
    keys.add(Keys.held(shard));
    keys.add(Keys.approvals(shard));
  }

  private int place(String key) {
    return places.computeIfAbsent(
        key,
        added -> {
          keys.add(added);
          return keys.size();
        });
  }

  /** The last outbox entry of a sender that is decided. */
  void cursor(String sender, String id) {
    cursor.next().add(sender).add(id);
  }

  /** A field of the ledger; an empty value removes it. */
  void ledger(String field, String value) {
    ledger.next().add(field).add(value);
  }

  /** A message that is to be delivered, by sender and entry, with the digest of the entry. */
  void due(String field, byte[] digest) {
    due.next().add(field).add(digest);
  }

  /** A message that has been delivered. */
  void delivered(String field) {
    due.next().add(field).add("");
  }

  /** Everything of an outbox before an id has been settled. */
  void trim(String outbox, String lowestKept) {
    trims.next().add(place(outbox)).add(lowestKept);
  }

  void audit(byte[] auditRecord) {
    audit.next().add(auditRecord);
  }

  /** News for one instance of a sender. */
  void notify(String stream, byte[] header, byte[] payload, byte[] seal) {
    notices.next().add(place(stream)).add(header).add(payload).add(seal);
  }

  void deadLetter(Map<String, byte[]> fields) {
    Arguments to = deadLetters.next().add(fields.size());
    fields.forEach((name, value) -> to.add(name).add(value));
  }

  /** A released entry that is decided, and so listed no more. */
  void released(String field) {
    released.next().add(field);
  }

  /** What a sender has left of a limit; an empty value stands for all. */
  void limit(String field, String value) {
    limits.next().add(field).add(value);
  }

  /** What is known of how a target works; an empty value stands for nothing. */
  void circuit(String field, String value) {
    circuits.next().add(field).add(value);
  }

  /** A message that waits for approval, and how long. */
  void held(Held.Waiting waiting, Map<String, byte[]> fields) {
    Arguments to = held.next().add(waiting.toText()).add(fields.size());
    fields.forEach((name, value) -> to.add(name).add(value));
  }

  /** One that waits no more. */
  void unheld(String id) {
    unheld.next().add(id);
  }

  /** Tells an agent up to where its outbox is decided, and asks whether there is more. */
  void decided(String outbox, String sequenceKey, String id) {
    decided.next().add(place(outbox)).add(place(sequenceKey)).add(id);
  }

  boolean isEmpty() {
    return sections().stream().allMatch(section -> section.count == 0);
  }

  List<String> keys() {
    return keys;
  }

  Arguments arguments(long fence, long number, long leaseMillis) {
    Arguments all = new Arguments().add(fence).add(number).add(leaseMillis);
    for (Section section : sections()) {
      all.add(section.count).addAll(section.items);
    }
    return all;
  }

  /** In the order in which the script reads them. */
  private List<Section> sections() {
    return List.of(
        decided,
        unheld,
        cursor,
        ledger,
        due,
        trims,
        audit,
        notices,
        deadLetters,
        released,
        limits,
        circuits,
        held);
  }
}
