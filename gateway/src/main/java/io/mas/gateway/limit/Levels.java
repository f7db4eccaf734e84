package io.mas.gateway.limit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the senders of a shard have left of their limits, a copy of what the commits of its owner
 * have written. Those that are full are not kept. Used by one thread.
 */
public final class Levels {
  private final Map<String, OfSender> senders = new HashMap<>();
  private final List<Level> changed = new ArrayList<>();

  /** Written, and under no limit any more. */
  private final List<String> dropped = new ArrayList<>();

  /** One sender's. */
  private static final class OfSender {
    private @Nullable Level own;
    private final Map<String, Level> types = new HashMap<>(2);
  }

  /** None: all are full. */
  public Levels() {}

  /** Those that were written, by field. */
  public static Levels read(Map<String, byte[]> fields, LimitRules rules, long now) {
    Levels levels = new Levels();
    fields.forEach(
        (field, value) ->
            levels.read(field, new String(value, StandardCharsets.UTF_8), rules, now));
    return levels;
  }

  private void read(String field, String text, LimitRules rules, long now) {
    int colon = field.indexOf(':');
    String sender = colon < 0 ? field : field.substring(0, colon);
    Rule rule = colon < 0 ? rules.agent(sender) : rules.type(field.substring(colon + 1));
    if (rule == null) {
      dropped.add(field);
      return;
    }
    Level level = Level.read(field, rule, text, now);
    OfSender of = of(sender);
    if (colon < 0) {
      of.own = level;
    } else {
      of.types.put(field.substring(colon + 1), level);
    }
  }

  private OfSender of(String sender) {
    OfSender of = senders.get(sender);
    if (of == null) {
      of = new OfSender();
      senders.put(sender, of);
    }
    return of;
  }

  /** What a sender has left of its own limit. */
  Level own(String sender, Rule rule, long now) {
    OfSender of = of(sender);
    Level level = of.own;
    if (level == null || level.rule() != rule) {
      level = level == null ? Level.full(sender, rule, now) : level.under(rule, now);
      of.own = level;
    }
    return level;
  }

  /** What a sender has left of a type's limit. */
  Level ofType(String sender, String type, Rule rule, long now) {
    OfSender of = of(sender);
    Level level = of.types.get(type);
    if (level == null || level.rule() != rule) {
      level = level == null ? Level.full(sender + ":" + type, rule, now) : level.under(rule, now);
      of.types.put(type, level);
    }
    return level;
  }

  /** Takes a token of one that has some. */
  void take(Level level) {
    level.take();
    if (level.markChanged()) {
      changed.add(level);
    }
  }

  /** Hands out what has changed since the last call: a field and its value. */
  public void drain(BiConsumer<String, String> to) {
    for (Level level : changed) {
      to.accept(level.field(), level.written());
    }
    changed.clear();
  }

  /**
   * Forgets what is full again, and hands out its fields, with an empty value. To be called when
   * nothing is left to drain.
   */
  public void settle(long now, BiConsumer<String, String> to) {
    dropped.forEach(field -> to.accept(field, ""));
    dropped.clear();
    Iterator<OfSender> each = senders.values().iterator();
    while (each.hasNext()) {
      OfSender of = each.next();
      if (of.own != null && settle(of.own, now, to)) {
        of.own = null;
      }
      of.types.values().removeIf(level -> settle(level, now, to));
      if (of.own == null && of.types.isEmpty()) {
        each.remove();
      }
    }
  }

  private static boolean settle(Level level, long now, BiConsumer<String, String> to) {
    boolean full = level.isFull(now);
    if (full && level.isKept()) {
      to.accept(level.field(), "");
    }
    return full;
  }

  /** How many are kept. */
  int size() {
    return senders.values().stream()
        .mapToInt(of -> (of.own == null ? 0 : 1) + of.types.size())
        .sum();
  }
}
