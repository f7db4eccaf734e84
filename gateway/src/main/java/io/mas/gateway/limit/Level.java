package io.mas.gateway.limit;

import java.util.List;

/** What a limit of one sender has left: a bucket for each of its rates. Not thread-safe. */
final class Level {
  private final String field;
  private final Rule rule;
  private final TokenBucket[] buckets;

  /** Whether it is listed as one to be written. */
  private boolean changed;

  /** Whether it has been written. */
  private boolean kept;

  private Level(String field, Rule rule, TokenBucket[] buckets, boolean kept) {
    this.field = field;
    this.rule = rule;
    this.buckets = buckets;
    this.kept = kept;
  }

  static Level full(String field, Rule rule, long now) {
    return new Level(
        field,
        rule,
        rule.rates().stream().map(rate -> TokenBucket.full(rate, now)).toArray(TokenBucket[]::new),
        false);
  }

  /** One that was written. A rate that has come in since then is full. */
  static Level read(String field, Rule rule, String text, long now) {
    List<String> parts = List.of(text.split(" ", -1));
    return new Level(
        field,
        rule,
        rule.rates().stream()
            .map(
                rate ->
                    parts.stream()
                        .filter(part -> !part.isEmpty() && part.charAt(0) == rate.letter())
                        .findFirst()
                        .map(part -> TokenBucket.read(rate, part))
                        .orElseGet(() -> TokenBucket.full(rate, now)))
            .toArray(TokenBucket[]::new),
        true);
  }

  /** The same under another rule: what was used stays used. */
  Level under(Rule other, long now) {
    return read(field, other, text(), now);
  }

  /** Where it is kept. */
  String field() {
    return field;
  }

  Rule rule() {
    return rule;
  }

  /** After how many milliseconds all rates let one pass; 0 if they do. */
  long delay(long now) {
    long delay = 0;
    for (TokenBucket bucket : buckets) {
      delay = Math.max(delay, bucket.delay(now));
    }
    return delay;
  }

  /** The rate that lets one pass last. */
  Rate slowest(long now) {
    int slowest = 0;
    for (int i = 1; i < buckets.length; i++) {
      if (buckets[i].delay(now) > buckets[slowest].delay(now)) {
        slowest = i;
      }
    }
    return rule.rates().get(slowest);
  }

  void take() {
    for (TokenBucket bucket : buckets) {
      bucket.take();
    }
  }

  boolean isFull(long now) {
    for (TokenBucket bucket : buckets) {
      if (!bucket.isFull(now)) {
        return false;
      }
    }
    return true;
  }

  /** Notes that it has changed; whether that was not known yet. */
  boolean markChanged() {
    boolean first = !changed;
    changed = true;
    return first;
  }

  /** What is to be kept of it; empty if it is full. */
  String written() {
    changed = false;
    kept = true;
    return text();
  }

  boolean isKept() {
    return kept;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (TokenBucket bucket : buckets) {
      bucket.writeTo(text);
    }
    return text.toString();
  }
}
