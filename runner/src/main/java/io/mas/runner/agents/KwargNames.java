package io.mas.runner.agents;

import java.util.Locale;

/** The two ways to write one name: {@code max_items} in YAML, {@code maxItems} in Java. */
final class KwargNames {
  private KwargNames() {}

  static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])", "$1$3_$2")
        .toLowerCase(Locale.ROOT);
  }
}
