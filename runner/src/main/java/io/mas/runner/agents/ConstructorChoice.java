package io.mas.runner.agents;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Chooses the constructor that {@code init_kwargs} are meant for.
 *
 * <p>First those whose parameters are named by the keys, none missing and none left over: of
 * several the one with most parameters. Then the one whose single parameter is a configuration
 * record with these properties. Otherwise the error speaks about the constructor that comes
 * closest.
 */
final class ConstructorChoice {
  private static final int SHOWN = 5;

  private final Class<?> type;
  private final Map<String, ?> kwargs;
  private final List<Candidate> candidates = new ArrayList<>();
  private boolean nameless;

  ConstructorChoice(Class<?> type, Map<String, ?> kwargs, KwargMapper mapper) {
    this.type = type;
    this.kwargs = kwargs;
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (!constructor.isSynthetic()) {
        consider(constructor, mapper);
      }
    }
    candidates.sort(Comparator.comparing(candidate -> candidate.constructor().toString()));
  }

  private void consider(Constructor<?> constructor, KwargMapper mapper) {
    boolean single = constructor.getParameterCount() == 1;
    boolean configurable =
        single && KwargMapper.isConfiguration(constructor.getParameterTypes()[0]);
    if (configurable) {
      candidates.add(Candidate.byConfiguration(constructor, kwargs, mapper));
    }
    if (!Candidate.isNamed(constructor)) {
      nameless |= !configurable;
      return;
    }
    Candidate byName = Candidate.byName(constructor, kwargs);
    if (!configurable || byName.fits()) {
      candidates.add(byName);
    }
  }

  Candidate choose() {
    refuseOneNameWrittenTwice();
    List<Candidate> fitting = fitting(false);
    if (fitting.isEmpty()) {
      fitting = fitting(true);
    }
    if (fitting.isEmpty()) {
      throw noneFits();
    }
    List<Candidate> largest = largest(fitting);
    if (largest.size() > 1) {
      throw new AgentConstructionException(
          KwargPath.ROOT,
          "init_kwargs fit several constructors of %s: %s"
              .formatted(
                  type.getName(),
                  largest.stream()
                      .map(candidate -> candidate.constructor().toString())
                      .collect(Collectors.joining(" and "))));
    }
    return largest.get(0);
  }

  private List<Candidate> fitting(boolean configuration) {
    return candidates.stream()
        .filter(candidate -> candidate.configuration() == configuration && candidate.fits())
        .toList();
  }

  private static List<Candidate> largest(List<Candidate> fitting) {
    int most = fitting.stream().mapToInt(Candidate::size).max().orElse(0);
    return fitting.stream().filter(candidate -> candidate.size() == most).toList();
  }

  private void refuseOneNameWrittenTwice() {
    for (String key : kwargs.keySet()) {
      String snake = KwargNames.snake(key);
      if (!snake.equals(key) && kwargs.containsKey(snake)) {
        throw new AgentConstructionException(
            KwargPath.of(key), "init_kwargs has one name twice: %s and %s".formatted(key, snake));
      }
    }
  }

  private AgentConstructionException noneFits() {
    if (candidates.isEmpty() || (nameless && candidates.stream().allMatch(this::takesNothing))) {
      return new AgentConstructionException(
          KwargPath.ROOT,
          "init_kwargs cannot be bound by name: %s was compiled without -parameters; compile it"
                  .formatted(type.getName())
              + " with that option of javac, or give it a constructor with one record");
    }
    Candidate closest =
        candidates.stream()
            .min(
                Comparator.comparingInt(Candidate::problems)
                    .thenComparing(Comparator.comparingInt(Candidate::size).reversed()))
            .orElseThrow();
    if (!closest.leftOver().isEmpty()) {
      return leftOver(closest);
    }
    return new AgentConstructionException(
        KwargPath.ROOT,
        "init_kwargs lack %s; %s"
            .formatted(
                closest.missing().stream()
                    .map(Candidate::describe)
                    .collect(Collectors.joining(" and ")),
                signatures()));
  }

  private AgentConstructionException leftOver(Candidate closest) {
    String key = closest.leftOver().get(0);
    KwargPath path = KwargPath.of(key);
    return new AgentConstructionException(
        path,
        "%s: there is no such parameter%s%s; %s"
            .formatted(
                path,
                Nearest.hint(Nearest.to(key, closest.known())),
                closest.leftOver().size() == 1
                    ? ""
                    : " (nor for " + String.join(", ", rest(closest.leftOver())) + ")",
                signatures()));
  }

  private static List<String> rest(List<String> keys) {
    return keys.subList(1, keys.size());
  }

  private boolean takesNothing(Candidate candidate) {
    return candidate.size() == 0;
  }

  private String signatures() {
    return "%s takes %s"
        .formatted(
            type.getName(),
            candidates.stream()
                .limit(SHOWN)
                .map(Candidate::signature)
                .collect(Collectors.joining(", or ")));
  }
}
