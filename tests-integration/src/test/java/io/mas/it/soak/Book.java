package io.mas.it.soak;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an agent of the soak counts, in its state: a property for each figure, and for each key the
 * last number. Since state is committed with the message, it is what has taken effect.
 */
public final class Book {
  /** How many messages have taken effect. */
  static final String COUNT = "count";

  /** The sum of what they are worth. */
  static final String SUM = "sum";

  /** Numbers that took effect again. */
  static final String REPEATED = "repeated";

  /** Numbers that came while a lower one of their key had not. */
  static final String REORDERED = "reordered";

  private static final String SKIPPED = "skipped";

  private final Map<String, Long> figures = new LinkedHashMap<>();

  /** All of them. */
  @JsonAnyGetter
  public Map<String, Long> figures() {
    return figures;
  }

  /** Takes one from Redis. */
  @JsonAnySetter
  public void put(String name, Long value) {
    figures.put(name, value);
  }

  /** A figure, 0 at first. */
  public long get(String name) {
    return figures.getOrDefault(name, 0L);
  }

  /** The property that holds the last number of a key. */
  static String last(int key) {
    return "key" + key;
  }

  /** How many numbers were skipped and have not come since. */
  long skipped() {
    return figures.entrySet().stream()
        .filter(figure -> figure.getKey().startsWith(SKIPPED))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * What changes when a number of a key takes effect. The numbers of a key begin with 1 and come in
   * order, each once.
   */
  Map<String, Long> after(int key, long number, long worth) {
    Map<String, Long> changes = new LinkedHashMap<>();
    changes.put(COUNT, get(COUNT) + 1);
    changes.put(SUM, get(SUM) + worth);
    long last = get(last(key));
    if (number > last) {
      changes.put(last(key), number);
    } else if (get(skipped(key, number)) == 1) {
      changes.put(skipped(key, number), 0L);
    } else {
      changes.put(REPEATED, get(REPEATED) + 1);
    }
    for (long other = last + 1; other < number; other++) {
      changes.put(skipped(key, other), 1L);
      changes.put(REORDERED, get(REORDERED) + 1);
    }
    return changes;
  }

  private static String skipped(int key, long number) {
    return SKIPPED + key + "." + number;
  }
}
