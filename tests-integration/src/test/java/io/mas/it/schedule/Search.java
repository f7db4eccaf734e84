package io.mas.it.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** Looks for a schedule that breaks a promise, and makes what it finds as short as it can. */
final class Search {
  private static final int LONGEST = 170;

  private Search() {}

  record Found(int number, Schedule.Outcome outcome) {
    @Override
    public String toString() {
      return outcome.violations() + " in schedule " + number + ":\n  " + outcome.story();
    }
  }

  /** Any promise broken by one of so many schedules. */
  static Optional<Found> any(Server server, int schedules, long seed) {
    return search(server, schedules, seed, outcome -> !outcome.violations().isEmpty());
  }

  /** One promise. */
  static Optional<Found> of(Server server, Violation violation, int schedules, long seed) {
    return search(server, schedules, seed, outcome -> outcome.violations().contains(violation));
  }

  private static Optional<Found> search(
      Server server, int schedules, long seed, Predicate<Schedule.Outcome> broken) {
    Random random = new Random(seed);
    for (int n = 1; n <= schedules; n++) {
      List<Integer> choices = random.ints(20 + random.nextInt(LONGEST)).boxed().toList();
      if (broken.test(Schedule.run(server, choices))) {
        List<Integer> shortest = shrink(server, choices, broken);
        return Optional.of(new Found(n, Schedule.run(server, shortest)));
      }
    }
    return Optional.empty();
  }

  /** Leaves out ever smaller stretches, as long as the promise stays broken. */
  private static List<Integer> shrink(
      Server server, List<Integer> choices, Predicate<Schedule.Outcome> broken) {
    List<Integer> best = choices;
    for (int length = choices.size() / 2; length >= 1; length /= 2) {
      int from = 0;
      while (from + length <= best.size()) {
        List<Integer> shorter = new ArrayList<>(best.subList(0, from));
        shorter.addAll(best.subList(from + length, best.size()));
        if (broken.test(Schedule.run(server, shorter))) {
          best = shorter;
        } else {
          from += length;
        }
      }
    }
    return best;
  }
}
