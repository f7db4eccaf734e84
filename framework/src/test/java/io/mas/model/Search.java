package io.mas.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** Looks for a run that breaks a promise, and makes what it finds as short as it can. */
final class Search {
  static final int LONGEST = 160;
  static final int CHOICES = 1_000_000;

  private Search() {}

  record Found(int tries, Simulation.Outcome outcome) {
    @Override
    public String toString() {
      var steps = String.join("\n  ", outcome.trace());
      return outcome.violations() + " in try " + tries + ":\n  " + steps;
    }
  }

  /** Leaves one rule out until its promise breaks. */
  static Optional<Found> without(Rule rule, int tries, long seed) {
    var rules = EnumSet.complementOf(EnumSet.of(rule));
    Predicate<Simulation.Outcome> broken = o -> o.violations().contains(rule.breaks);
    var random = new Random(seed);
    for (int n = 1; n <= tries; n++) {
      var choices = random.ints(LONGEST, 0, CHOICES).boxed().toList();
      if (broken.test(Simulation.run(rules, rule.with, choices))) {
        var shortest =
            shrink(candidate -> broken.test(Simulation.run(rules, rule.with, candidate)), choices);
        return Optional.of(new Found(n, Simulation.run(rules, rule.with, shortest)));
      }
    }
    return Optional.empty();
  }

  /** Leaves out ever smaller stretches of the run, as long as the promise stays broken. */
  private static List<Integer> shrink(Predicate<List<Integer>> broken, List<Integer> choices) {
    var best = choices;
    for (int length = choices.size() / 2; length >= 1; length /= 2) {
      int from = 0;
      while (from + length <= best.size()) {
        var shorter = new ArrayList<>(best.subList(0, from));
        shorter.addAll(best.subList(from + length, best.size()));
        if (broken.test(shorter)) {
          best = shorter;
        } else {
          from += length;
        }
      }
    }
    return best;
  }
}
