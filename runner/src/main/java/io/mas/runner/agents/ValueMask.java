package io.mas.runner.agents;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of {@code init_kwargs} out of texts that others wrote: exceptions of a
 * constructor ({@code For input string: "…"}) and messages of custom constraints. It finds a value
 * that stands there as it was written, not one that was transformed.
 */
final class ValueMask {
  private static final int SHORT = 4;

  private final Set<String> texts = longestFirst();
  private final Set<String> numbers = longestFirst();

  ValueMask(Map<String, ?> kwargs) {
    collect(kwargs);
  }

  /** For messages of constraints: their numbers are bounds, not values. */
  String texts(String message) {
    return mask(message, texts);
  }

  /** For messages that anybody may have put together. */
  String all(String message) {
    return mask(mask(message, texts), numbers);
  }

  private static String mask(String message, Set<String> values) {
    String masked = message;
    for (String value : values) {
      // A short value would hit parts of ordinary words.
      masked =
          value.length() < SHORT
              ? masked.replaceAll(
                  "(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])", "***")
              : masked.replace(value, "***");
    }
    return masked;
  }

  private void collect(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::collect);
    } else if (value instanceof Collection<?> list) {
      list.forEach(this::collect);
    } else if (value instanceof CharSequence text && !text.toString().isBlank()) {
      texts.add(text.toString());
    } else if (value instanceof Number) {
      numbers.add(value.toString());
    }
  }

  /** So that a value which is part of another leaves nothing of the longer one. */
  private static Set<String> longestFirst() {
    return new TreeSet<>(
        Comparator.comparingInt(String::length)
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
  }
}
