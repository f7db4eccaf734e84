package io.mas.runner.agents;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A constructor beside the {@code init_kwargs} that it would be called with.
 *
 * @param configuration whether all of init_kwargs is bound to its one parameter, instead of one key
 *     to each
 * @param keys for each parameter the key that names it, null if there is none
 * @param missing the parameters that need a value and have none
 * @param leftOver the keys that name nothing
 * @param known the keys that it takes
 */
record Candidate(
    Constructor<?> constructor,
    boolean configuration,
    List<@Nullable String> keys,
    List<Parameter> missing,
    List<String> leftOver,
    Set<String> known) {
  private static final String FOR_THE_FRAMEWORK = "capabilities";
  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  /** Whether its parameters have names, which only the compiler option -parameters keeps. */
  static boolean isNamed(Constructor<?> constructor) {
    return Arrays.stream(constructor.getParameters()).allMatch(Parameter::isNamePresent);
  }

  static Candidate byName(Constructor<?> constructor, Map<String, ?> kwargs) {
    List<@Nullable String> keys = new ArrayList<>();
    List<Parameter> missing = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    for (Parameter parameter : constructor.getParameters()) {
      String name = parameter.getName();
      known.add(name);
      known.add(KwargNames.snake(name));
      String key = kwargs.containsKey(name) ? name : KwargNames.snake(name);
      boolean given = kwargs.get(key) != null;
      keys.add(given ? key : null);
      if (!given && !mayBeAbsent(parameter)) {
        missing.add(parameter);
      }
    }
    return new Candidate(constructor, false, keys, missing, leftOver(kwargs, known), known);
  }

  static Candidate byConfiguration(
      Constructor<?> constructor, Map<String, ?> kwargs, KwargMapper mapper) {
    JavaType type = mapper.type(constructor.getGenericParameterTypes()[0]);
    Set<String> known = mapper.propertyNames(type);
    List<String> leftOver = mapper.takesAnyName(type) ? List.of() : leftOver(kwargs, known);
    return new Candidate(constructor, true, List.of(), List.of(), leftOver, known);
  }

  private static List<String> leftOver(Map<String, ?> kwargs, Set<String> known) {
    return kwargs.keySet().stream()
        .map(String::valueOf)
        .filter(key -> !known.contains(key) && !key.equals(FOR_THE_FRAMEWORK))
        .toList();
  }

  /** All of init_kwargs, or all but what is for the framework alone. */
  Map<String, Object> configurationOf(Map<String, ?> kwargs) {
    Map<String, Object> taken = new LinkedHashMap<>(kwargs);
    if (!known.contains(FOR_THE_FRAMEWORK)) {
      taken.remove(FOR_THE_FRAMEWORK);
    }
    return taken;
  }

  boolean fits() {
    return missing.isEmpty() && leftOver.isEmpty();
  }

  int problems() {
    return missing.size() + leftOver.size();
  }

  int size() {
    return constructor.getParameterCount();
  }

  static boolean mayBeAbsent(Parameter parameter) {
    if (parameter.getType().isPrimitive()) {
      return false;
    }
    return OPTIONAL.contains(parameter.getType())
        || Stream.of(parameter.getAnnotations(), parameter.getAnnotatedType().getAnnotations())
            .flatMap(Arrays::stream)
            .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }

  /** What it takes, as a user writes it: {@code name (String), max_items (int)}. */
  String signature() {
    if (configuration) {
      Class<?> type = constructor.getParameterTypes()[0];
      Set<String> snake = known.stream().map(KwargNames::snake).collect(Collectors.toSet());
      return String.join(", ", new TreeSet<>(snake)) + " (" + type.getSimpleName() + ")";
    }
    return size() == 0
        ? "nothing"
        : Arrays.stream(constructor.getParameters())
            .map(Candidate::describe)
            .collect(Collectors.joining(", "));
  }

  static String describe(Parameter parameter) {
    return "%s (%s)"
        .formatted(KwargNames.snake(parameter.getName()), parameter.getType().getSimpleName());
  }
}
