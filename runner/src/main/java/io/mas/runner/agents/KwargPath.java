package io.mas.runner.agents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in {@code init_kwargs}.
 *
 * @param steps Strings for keys and Integers for places in lists
 */
record KwargPath(List<Object> steps) {
  static final KwargPath ROOT = new KwargPath(List.of());

  static KwargPath of(String key) {
    return ROOT.then(key);
  }

  KwargPath then(Object step) {
    List<Object> longer = new ArrayList<>(steps);
    longer.add(step);
    return new KwargPath(List.copyOf(longer));
  }

  /** The mapping or list around this place; that of all is itself. */
  KwargPath parent() {
    return isRoot() ? this : new KwargPath(steps.subList(0, steps.size() - 1));
  }

  boolean isRoot() {
    return steps.isEmpty();
  }

  /** The same place with the keys that the user wrote in place of the names that Java uses. */
  KwargPath asWritten(Map<String, ?> kwargs) {
    KwargPath written = ROOT;
    Object at = kwargs;
    for (Object step : steps) {
      Object key = at instanceof Map<?, ?> map ? keyOf(map, step) : step;
      written = written.then(key);
      at = child(at, key);
    }
    return written;
  }

  /** What stands in this place; null if nothing does. */
  @Nullable Object in(Map<String, ?> kwargs) {
    Object at = kwargs;
    for (Object step : steps) {
      at = child(at, step);
    }
    return at;
  }

  private static Object keyOf(Map<?, ?> map, Object step) {
    if (map.containsKey(step)) {
      return step;
    }
    return KwargNames.snake(step.toString());
  }

  private static @Nullable Object child(@Nullable Object parent, Object step) {
    if (parent instanceof Map<?, ?> map) {
      return map.get(step);
    }
    return parent instanceof List<?> list && step instanceof Integer i && i >= 0 && i < list.size()
        ? list.get(i)
        : null;
  }

  /** Without the leading {@code init_kwargs}. */
  String inner() {
    var text = new StringBuilder();
    for (Object step : steps) {
      if (step instanceof Integer) {
        text.append('[').append(step).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step);
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    String inner = inner();
    return "init_kwargs" + (inner.isEmpty() || inner.startsWith("[") ? "" : ".") + inner;
  }
}
