package io.mas.gateway.breaker;

import java.util.ArrayList;
import java.util.List;

/**
 * The failures of a window of time. Those close to each other are counted together, so that a
 * failure may be forgotten a {@value #PARTS}th of the window early, and no more than that many
 * counts are kept. Immutable.
 */
record Failures(List<Count> counts) {
  static final Failures NONE = new Failures(List.of());

  static final int PARTS = 64;

  /** So many at a time, in milliseconds since 1970, or a little later. */
  record Count(long at, int many) {}

  Failures {
    counts = List.copyOf(counts);
  }

  /** With more of them, without those that have left the window. */
  Failures with(int many, long now, long windowMillis) {
    long part = Math.max(1, windowMillis / PARTS);
    long at = now - Math.floorMod(now, part);
    List<Count> all = new ArrayList<>(within(now, windowMillis).counts);
    int last = all.size() - 1;
    if (last >= 0 && all.get(last).at() >= at) {
      Count before = all.remove(last);
      all.add(new Count(before.at(), sum(before.many(), many)));
    } else {
      all.add(new Count(at, many));
    }
    return new Failures(all);
  }

  /**
   * Those that a window has at its end. One that is yet to come is of a clock that was set back.
   */
  Failures within(long now, long windowMillis) {
    return new Failures(
        counts.stream().filter(c -> c.at() > now - windowMillis && c.at() <= now).toList());
  }

  /** Those after a time. */
  Failures after(long time) {
    return new Failures(counts.stream().filter(count -> count.at() > time).toList());
  }

  int total() {
    return counts.stream().mapToInt(Count::many).reduce(0, Failures::sum);
  }

  private static int sum(int a, int b) {
    return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
  }
}
