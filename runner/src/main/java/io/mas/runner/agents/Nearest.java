package io.mas.runner.agents;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Finds what somebody probably meant. */
final class Nearest {
  private Nearest() {}

  /**
   * The known word with the smallest distance to the wanted one, or none if even that has more than
   * a third of its letters wrong. Of several the first in the alphabet, so that messages are
   * stable.
   */
  static Optional<String> to(String wanted, Collection<String> known) {
    return within(Math.max(1, wanted.length() / 3), wanted, known);
  }

  /** As {@link #to}, with at most {@code limit} mistakes; upper and lower case count as equal. */
  static Optional<String> within(int limit, String wanted, Collection<String> known) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    String best = null;
    int least = limit + 1;
    for (String word : new TreeSet<>(known)) {
      if (Math.abs(word.length() - wanted.length()) < least) {
        int distance = distance(lower, word.toLowerCase(Locale.ROOT));
        if (distance < least) {
          least = distance;
          best = word;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code "; did you mean X?"}, or nothing. */
  static String hint(Optional<String> nearest) {
    return nearest.map(word -> "; did you mean " + word + "?").orElse("");
  }

  /** Damerau-Levenshtein: letters added, left out, changed, or two neighbours swapped. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
