package io.mas.runner.yaml;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lays environment variables over a document: {@code PREFIX_AGENTS__0__INSTANCES=3} sets {@code
 * instances} in the first item of {@code agents}. An item of a list is named by its index or by its
 * id, and the index after the last one appends. What is set nowhere else is left to the reader of
 * the document, which reports an unknown key with the name of the variable.
 */
final class EnvironmentOverlay {

  private static final Pattern INDEX = Pattern.compile("[0-9]{1,4}");

  /** Quotes make a text of what would be a number, as in YAML; nothing in them is an escape. */
  private static final Pattern QUOTED = Pattern.compile("(?s)\".*\"|'.*'");

  /** What Kubernetes sets in every pod for services whose names begin like the prefix. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "([A-Z0-9_]+_)?(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)=.*"
              + "|PORT=(tcp|udp|sctp)://.*"
              + "|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?=.*)");

  private final String prefix;
  private final Set<String> idKeys;
  private final Findings findings;

  EnvironmentOverlay(String prefix, Set<String> idKeys, Findings findings) {
    this.prefix = prefix;
    this.idKeys = idKeys;
    this.findings = findings;
  }

  void apply(Map<String, String> environment, YamlNode.Table root) {
    environment.entrySet().stream()
        .filter(e -> e.getKey().regionMatches(true, 0, prefix, 0, prefix.length()))
        .filter(e -> !SERVICE_LINK.matcher(afterPrefix(e.getKey()) + "=" + e.getValue()).matches())
        .sorted(Comparator.comparing(e -> withPaddedIndexes(e.getKey())))
        .forEach(e -> set(root, e.getKey(), e.getValue()));
  }

  private String afterPrefix(String variable) {
    return variable.substring(prefix.length());
  }

  private void set(YamlNode.Table root, String variable, String value) {
    Position position = Position.ofVariable(variable);
    List<String> steps = List.of(afterPrefix(variable).split("__", -1));
    if (steps.size() > YamlParser.MAX_DEPTH || steps.contains("")) {
      findings.problem(position, "does not name a setting; write `__` between two levels");
      return;
    }
    if (QUOTED.matcher(value).matches()) {
      String inner = value.substring(1, value.length() - 1);
      set(root, steps, YamlNode.Scalar.quoted(inner, position));
      return;
    }
    String refusal = CoreSchema.refusal(value);
    if (refusal == null) {
      set(root, steps, YamlNode.Scalar.plain(value, position));
    } else {
      findings.problem(position, refusal);
    }
  }

  private void set(YamlNode parent, List<String> steps, YamlNode.Scalar value) {
    if (parent instanceof YamlNode.Table table) {
      inTable(table, steps, value);
    } else if (parent instanceof YamlNode.Items list) {
      inList(list, steps, value);
    } else {
      findings.problem(
          value.position(),
          "`" + steps.get(0) + "` has no place in " + parent.describe() + at(parent));
    }
  }

  private void inTable(YamlNode.Table table, List<String> steps, YamlNode.Scalar value) {
    List<String> keys = named(steps.get(0), List.copyOf(table.entries().keySet()));
    if (keys.size() > 1) {
      ambiguous(value.position(), steps.get(0), keys);
      return;
    }
    String key = keys.isEmpty() ? spelled(steps.get(0)) : keys.get(0);
    YamlNode.Entry old = table.entries().get(key);
    YamlNode next = old == null || isNothing(old.value()) ? child(steps, value) : old.value();
    if (steps.size() > 1) {
      if (old == null || next != old.value()) {
        table.entries().put(key, new YamlNode.Entry(value.position(), next));
      }
      set(next, steps.subList(1, steps.size()), value);
    } else if (old == null || mayReplace(old.value(), value)) {
      table.entries().put(key, new YamlNode.Entry(value.position(), value));
    }
  }

  private void inList(YamlNode.Items list, List<String> steps, YamlNode.Scalar value) {
    int index = index(list, steps.get(0), value.position());
    if (index < 0) {
      return;
    }
    if (index == list.items().size()) {
      list.items().add(child(steps, value));
    }
    YamlNode old = list.items().get(index);
    if (steps.size() > 1) {
      set(old, steps.subList(1, steps.size()), value);
    } else if (old == value || mayReplace(old, value)) {
      list.items().set(index, value);
    }
  }

  /** The place of an item, or -1 after a problem. */
  private int index(YamlNode.Items list, String step, Position position) {
    int size = list.items().size();
    if (INDEX.matcher(step).matches()) {
      int index = Integer.parseInt(step);
      if (index <= size) {
        return index;
      }
      findings.problem(
          position, "index " + index + " leaves a gap: the list" + at(list) + " has " + size);
      return -1;
    }
    List<String> ids = list.items().stream().map(this::idOf).toList();
    List<String> found = named(step, ids);
    if (found.size() == 1) {
      return ids.indexOf(found.get(0));
    }
    if (found.isEmpty()) {
      String hint =
          Nearest.to(step, ids)
              .map(near -> "; did you mean `" + position.spelling(step, near) + "`?")
              .orElse("");
      findings.problem(
          position, "nothing in the list" + at(list) + " is called `" + step + "`" + hint);
    } else {
      ambiguous(position, step, found);
    }
    return -1;
  }

  private String idOf(YamlNode item) {
    if (item instanceof YamlNode.Table table) {
      for (String key : idKeys) {
        YamlNode.Entry entry = table.entries().get(key);
        if (entry != null && entry.value() instanceof YamlNode.Scalar id) {
          return id.text();
        }
      }
    }
    return "";
  }

  /** Names that a step can mean, exact ones before those that need {@code _} for '.' and '-'. */
  private static List<String> named(String step, List<String> names) {
    if (names.contains(step)) {
      return List.of(step);
    }
    List<String> same = names.stream().filter(step::equalsIgnoreCase).toList();
    return same.isEmpty()
        ? names.stream()
            .filter(name -> step.equalsIgnoreCase(name.replaceAll("[.-]", "_")))
            .toList()
        : same;
  }

  private boolean mayReplace(YamlNode old, YamlNode.Scalar value) {
    if (!old.position().isVariable()) {
      return true;
    }
    findings.problem(value.position(), "sets what " + old.position() + " sets too");
    return false;
  }

  private void ambiguous(Position position, String step, List<String> names) {
    findings.problem(position, "`" + step + "` can mean " + String.join(" and ", names));
  }

  private static YamlNode child(List<String> steps, YamlNode.Scalar value) {
    if (steps.size() == 1) {
      return value;
    }
    return INDEX.matcher(steps.get(1)).matches()
        ? YamlNode.Items.empty(value.position())
        : YamlNode.Table.empty(value.position());
  }

  /** Keys are in lower case unless the variable says otherwise. */
  private static String spelled(String step) {
    return step.equals(step.toUpperCase(Locale.ROOT)) ? step.toLowerCase(Locale.ROOT) : step;
  }

  private static boolean isNothing(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.value() == null;
  }

  private static String at(YamlNode node) {
    return " at " + node.position();
  }

  /** Puts index 10 after index 9, so that appending in the order of the indexes works. */
  private static String withPaddedIndexes(String name) {
    return Pattern.compile("(?<=__)\\d{1,4}(?=__|$)")
        .matcher(name)
        .replaceAll(match -> "0".repeat(4 - match.group().length()) + match.group());
  }
}
