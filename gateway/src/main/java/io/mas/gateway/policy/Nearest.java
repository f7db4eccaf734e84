package io.mas.gateway.policy;

import java.util.Collection;
import java.util.Optional;

/** Finds what a mistyped name may have meant. */
final class Nearest {
  private Nearest() {}

  /**
   * As in {@code ; did you mean "echo"?}, or nothing when no candidate is near: at most a third of
   * the name differs. Of those equally near, the first in alphabetical order.
   */
  static String suggestion(String name, Collection<String> candidates) {
    return to(name, candidates).map("; did you mean \"%s\"?"::formatted).orElse("");
  }

  /** The nearest candidate, as {@link #suggestion} has it. */
  static Optional<String> to(String name, Collection<String> candidates) {
    int nearest = Math.max(1, name.length() / 3);
    String found = "";
    for (var candidate : candidates) {
      int distance = distance(name, candidate, nearest);
      if (distance < nearest
          || (distance == nearest && (found.isEmpty() || candidate.compareTo(found) < 0))) {
        nearest = distance;
        found = candidate;
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  /**
   * How many letters to add, remove, change or swap with their neighbour make one of the other;
   * anything above the limit when it is more.
   */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      steps[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      steps[i][0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int insertOrRemove = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
        steps[i][j] = Math.min(change, insertOrRemove);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[a.length()][b.length()];
  }
}
