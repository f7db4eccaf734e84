package io.mas.runner.config;

import io.mas.runner.yaml.Findings;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.YamlMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The form of an agent's id: no id is a pattern, or a prefix of another's keys. */
final class Ids {

  /** The gateway itself answers under this id. */
  static final String RESERVED = "mas";

  static final String ANYONE = "*";

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final String RULE =
      " must be 1 to 64 of letters, digits, '.', '_' and '-', found '";

  private Ids() {}

  static boolean isId(String text) {
    return FORM.matcher(text).matches();
  }

  /** Reports an id of the wrong form; an empty one was reported as missing. */
  static void check(Located<String> id, String path, Findings findings) {
    String text = id.value();
    if (!text.isBlank() && !isId(text)) {
      String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
      findings.problem(id.position(), path + RULE + shown + "'");
    }
  }

  /**
   * The mappings in the mapping at a key, each of the agent that has its name.
   *
   * @param agents takes the agents that are named
   */
  static <T> Map<String, T> named(
      YamlMap map, String key, Function<YamlMap, T> reader, List<Located<String>> agents) {
    Map<String, T> named = new LinkedHashMap<>();
    map.named(key)
        .forEach(
            (name, inner) -> {
              agents.add(new Located<>(name, inner.position()));
              if (!isId(name)) {
                map.findings()
                    .problem(
                        inner.position(), map.path(key) + ": no agent has the id `" + name + "`");
              }
              named.put(name, reader.apply(inner));
            });
    return Map.copyOf(named);
  }
}
