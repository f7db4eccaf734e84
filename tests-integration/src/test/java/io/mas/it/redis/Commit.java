package io.mas.it.redis;

import static io.mas.it.redis.OnRealRedis.arguments;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One mas_commit of shard 3 in the making. */
final class Commit {
  static final int SHARD = 3;

  /** The sections, in the order of the arguments. */
  private enum Section {
    DECIDED,
    UNHELD,
    CURSOR,
    LEDGER,
    DUE,
    TRIM,
    AUDIT,
    NOTICE,
    DEAD,
    RELEASED,
    LIMIT,
    CIRCUIT,
    HELD
  }

  private final Object fence;
  private final Object number;
  private final List<String> keys =
      new ArrayList<>(
          List.of(
              Keys.lease(SHARD),
              Keys.cursor(SHARD),
              Keys.due(SHARD),
              Keys.ledger(SHARD),
              Keys.audit(SHARD),
              Keys.deadLetters(SHARD),
              Keys.released(SHARD),
              Keys.limits(SHARD),
              Keys.breakers(SHARD),
              Keys.held(SHARD),
              Keys.approvals(SHARD)));
  private final Map<Section, Arguments> items = new EnumMap<>(Section.class);
  private final Map<Section, Integer> counts = new EnumMap<>(Section.class);

  Commit(Object fence, Object number) {
    this.fence = fence;
    this.number = number;
  }

  private int place(String key) {
    if (!keys.contains(key)) {
      keys.add(key);
    }
    return keys.indexOf(key) + 1;
  }

  private Commit add(Section section, Object... values) {
    counts.merge(section, 1, Integer::sum);
    items.computeIfAbsent(section, added -> new Arguments()).addAll(arguments(values));
    return this;
  }

  Commit decided(String outbox, String sequence, String id) {
    return add(Section.DECIDED, place(outbox), place(sequence), id);
  }

  Commit cursor(String sender, String id) {
    return add(Section.CURSOR, sender, id);
  }

  Commit ledger(String field, String value) {
    return add(Section.LEDGER, field, value);
  }

  Commit due(String field, String value) {
    return add(Section.DUE, field, value);
  }

  Commit trim(String outbox, String lowestKept) {
    return add(Section.TRIM, place(outbox), lowestKept);
  }

  Commit audit(String entry) {
    return add(Section.AUDIT, entry);
  }

  Commit notice(String stream, String header, String payload, String seal) {
    return add(Section.NOTICE, place(stream), header, payload, seal);
  }

  Commit dead(String... fieldsAndValues) {
    add(Section.DEAD, fieldsAndValues.length / 2);
    items.get(Section.DEAD).addAll(arguments((Object[]) fieldsAndValues));
    return this;
  }

  Commit released(String field) {
    return add(Section.RELEASED, field);
  }

  Commit limit(String field, String value) {
    return add(Section.LIMIT, field, value);
  }

  Commit circuit(String field, String value) {
    return add(Section.CIRCUIT, field, value);
  }

  Commit held(String waits, String... fieldsAndValues) {
    add(Section.HELD, waits, fieldsAndValues.length / 2);
    items.get(Section.HELD).addAll(arguments((Object[]) fieldsAndValues));
    return this;
  }

  Commit unheld(String id) {
    return add(Section.UNHELD, id);
  }

  List<Object> run(RedisLink link) {
    Arguments all = arguments(fence, number, 10_000);
    for (Section section : Section.values()) {
      all.addAll(arguments(counts.getOrDefault(section, 0)));
      all.addAll(items.getOrDefault(section, new Arguments()));
    }
    return link.callForList("mas_commit", keys, all);
  }
}
