package io.mas.runner.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Collects what is wrong with one file, so that a person learns of all of it at once. Bounded: the
 * first fifty problems and the first fifty warnings are kept, the others counted.
 */
public final class Findings {

  private static final int KEPT = 50;

  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private int unlisted;
  private int unlistedWarnings;

  private final List<YamlMap> maps = new ArrayList<>();
  private final TreeSet<String> knownKeys = new TreeSet<>();
  private final TreeSet<String> presentKeys = new TreeSet<>();

  Findings() {}

  /** Records an error; {@link YamlDocument#finish()} throws it with the others. */
  public void problem(Position position, String message) {
    problem(position, () -> message);
  }

  /** Records an error whose message is costly, as one that searches for the nearest name. */
  public void problem(Position position, Supplier<String> message) {
    if (problems.size() < KEPT) {
      problems.add(new Problem(position, message.get()));
    } else {
      unlisted++;
    }
  }

  /** Records what is doubtful but no error. */
  public void warning(Position position, Supplier<String> message) {
    if (warnings.size() < KEPT) {
      warnings.add(new Problem(position, message.get()));
    } else {
      unlistedWarnings++;
    }
  }

  /** An error after which nothing more can be read, together with those before it. */
  ConfigException stop(Position position, String message) {
    List<Problem> all = new ArrayList<>(problems);
    all.add(new Problem(position, message));
    return new ConfigException(all, unlisted);
  }

  void opened(YamlMap map) {
    maps.add(map);
  }

  /** A key that a reader asked for, without the indexes on its way. */
  void asked(String key, boolean present) {
    knownKeys.add(key);
    if (present) {
      presentKeys.add(key);
    }
  }

  /** Every key that was asked for and did not stand in the file. */
  Set<String> absentKeys() {
    TreeSet<String> absent = new TreeSet<>(knownKeys);
    absent.removeAll(presentKeys);
    return absent;
  }

  List<Problem> finish(Position whole) {
    maps.forEach(YamlMap::reportUnread);
    Comparator<Problem> inOrder = Comparator.comparing(Problem::position);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.stream().sorted(inOrder).toList(), unlisted);
    }
    warnings.sort(inOrder);
    if (unlistedWarnings > 0) {
      warnings.add(new Problem(whole, "and " + unlistedWarnings + " more warnings"));
    }
    return List.copyOf(warnings);
  }
}
