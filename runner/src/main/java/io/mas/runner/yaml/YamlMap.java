package io.mas.runner.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping, read key by key. What has the wrong type is recorded as a problem that names what was
 * expected and what was found, and the default is returned, so that reading goes on; a key that was
 * never asked for is reported at the end. A key without a value counts as absent.
 */
public final class YamlMap {

  private final YamlNode.Table table;
  private final String path;
  private final String shape;
  private final Findings findings;
  private final ScalarReader reader;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<String> read = new LinkedHashSet<>();
  private final Map<String, YamlMap> opened = new LinkedHashMap<>();

  /**
   * A view of {@code table}.
   *
   * @param path from the root, with indexes, for messages
   * @param shape the same without what stands in the brackets
   */
  YamlMap(YamlNode.Table table, String path, String shape, Findings findings) {
    this.table = table;
    this.path = path;
    this.shape = shape;
    this.findings = findings;
    this.reader = new ScalarReader(findings);
    findings.opened(this);
  }

  /** Where the mapping begins. */
  public Position position() {
    return table.position();
  }

  /** Where the value of {@code key} stands, or the mapping itself when there is none. */
  public Position position(String key) {
    String name = find(key);
    return name == null ? position() : entry(name).value().position();
  }

  /** The path of {@code key} from the root, for a message. */
  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Whether the key is there with a value; does not count as reading it. */
  public boolean has(String key) {
    String name = find(key);
    return name != null && !isNothing(entry(name).value());
  }

  /** Says which keys may stand here, where they are alternatives and only some are read. */
  public void declare(Collection<String> keys) {
    asked.addAll(keys);
    keys.forEach(key -> findings.asked(shape(key), find(key) != null));
  }

  /** What is written at {@code key}, if it is a scalar; does not count as reading it. */
  public Optional<String> scalar(String key) {
    String name = find(key);
    return name != null && entry(name).value() instanceof YamlNode.Scalar scalar
        ? Optional.of(scalar.text().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** All keys, in the order of the file; does not count as reading them. */
  public Set<String> keys() {
    return table.entries().keySet();
  }

  /** Takes what the reader of this mapping finds wrong. */
  public Findings findings() {
    return findings;
  }

  /** A text. */
  public Optional<Located<String>> text(String key) {
    return take(key).flatMap(node -> reader.text(node, path(key)));
  }

  /** A text that must be there and not be blank; an empty one stands in when it is not. */
  public Located<String> requiredText(String key) {
    boolean given = has(key);
    Optional<Located<String>> text = text(key);
    boolean blank = text.isPresent() && text.get().value().isBlank();
    if (!given || blank) {
      findings.problem(position(key), path(key) + (blank ? " is blank" : " is missing"));
    }
    return text.orElse(new Located<>("", position(key)));
  }

  /** Texts; a single one counts as a list of one. */
  public List<Located<String>> texts(String key) {
    YamlNode value = take(key).orElse(null);
    List<Located<String>> texts = new ArrayList<>();
    if (value instanceof YamlNode.Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        reader.text(list.items().get(i), path(key) + "[" + i + "]").ifPresent(texts::add);
      }
    } else if (value != null) {
      reader.text(value, path(key)).ifPresent(texts::add);
    }
    return List.copyOf(texts);
  }

  /** A whole number between {@code min} and {@code max}. */
  public Optional<Integer> integer(String key, int min, int max) {
    return take(key).flatMap(node -> reader.integer(node, path(key), min, max));
  }

  /** A whole number of at least {@code min}, with a default. */
  public int atLeast(int min, String key, int otherwise) {
    return integer(key, min, Integer.MAX_VALUE).orElse(otherwise);
  }

  /** True or false. */
  public Optional<Boolean> bool(String key) {
    return take(key).flatMap(node -> reader.bool(node, path(key)));
  }

  /** A length of time: a number of seconds, or a text such as {@code 500ms}, {@code 5s}. */
  public Duration duration(String key, Duration otherwise) {
    return take(key).flatMap(node -> reader.duration(node, path(key))).orElse(otherwise);
  }

  /** One of the constants of an enum, written in lower case and with {@code -} for {@code _}. */
  public <E extends Enum<E>> E choice(String key, E otherwise) {
    return take(key).flatMap(node -> reader.choice(node, path(key), otherwise)).orElse(otherwise);
  }

  /** The mapping at {@code key}; one without keys when there is none. */
  public YamlMap section(String key) {
    return opened.computeIfAbsent(
        key,
        k -> {
          YamlNode.Table inner =
              take(k)
                  .flatMap(node -> tableAt(node, path(k)))
                  .orElseGet(() -> YamlNode.Table.empty(position(k)));
          return new YamlMap(inner, path(k), shape(k), findings);
        });
  }

  /** The mappings in the list at {@code key}. */
  public List<YamlMap> sections(String key) {
    YamlNode value = take(key).orElse(null);
    List<YamlMap> sections = new ArrayList<>();
    if (value instanceof YamlNode.Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        String at = path(key) + "[" + i + "]";
        tableAt(list.items().get(i), at)
            .ifPresent(item -> sections.add(new YamlMap(item, at, shape(key) + "[]", findings)));
      }
    } else if (value != null) {
      reader.wrong(value, path(key), "a list", "");
    }
    return sections;
  }

  /** The mappings in the mapping at {@code key}, by their keys, which are free. */
  public Map<String, YamlMap> named(String key) {
    YamlMap outer = section(key);
    outer.read.addAll(outer.keys());
    Map<String, YamlMap> named = new LinkedHashMap<>();
    for (String name : outer.keys()) {
      String at = outer.path + "[" + name + "]";
      tableAt(outer.entry(name).value(), at)
          .ifPresent(t -> named.put(name, new YamlMap(t, at, outer.shape + "[]", findings)));
    }
    return named;
  }

  /** The constants of an enum in the mapping at {@code key}, by their keys, which are free. */
  public <E extends Enum<E>> Map<String, E> choices(String key, E sample) {
    YamlMap outer = section(key);
    outer.read.addAll(outer.keys());
    Map<String, E> choices = new LinkedHashMap<>();
    for (String name : outer.keys()) {
      reader
          .choice(outer.entry(name).value(), outer.path(name), sample)
          .ifPresent(constant -> choices.put(name, constant));
    }
    return choices;
  }

  /** All that has not been read yet, as values with free keys. */
  public FreeValues rest() {
    Map<String, YamlNode.Entry> unread = new LinkedHashMap<>(table.entries());
    unread.keySet().removeAll(read);
    read.addAll(unread.keySet());
    return FreeValues.of(unread, position());
  }

  void reportUnread() {
    table
        .entries()
        .forEach(
            (key, entry) -> {
              if (!read.contains(key)) {
                findings.problem(entry.keyPosition(), () -> unknown(key, entry.keyPosition()));
              }
            });
  }

  private String unknown(String key, Position position) {
    String shown = key.length() > 60 ? key.substring(0, 60) + "…" : key;
    return "unknown key `"
        + shown
        + "`"
        + (path.isEmpty() ? "" : " in " + path)
        + Nearest.to(key, asked)
            .map(near -> "; did you mean `" + position.spelling(key, near) + "`?")
            .orElse("; known here: " + String.join(", ", asked));
  }

  private Optional<YamlNode.Table> tableAt(YamlNode node, String at) {
    return node instanceof YamlNode.Table found
        ? Optional.of(found)
        : reader.wrong(node, at, "a mapping", "");
  }

  private Optional<YamlNode> take(String key) {
    String name = find(key);
    asked.add(key);
    findings.asked(shape(key), name != null);
    if (name == null) {
      return Optional.empty();
    }
    read.add(name);
    return Optional.of(entry(name).value()).filter(node -> !isNothing(node));
  }

  /** The key as it stands here: a variable's name counts in any case, the keys of a file do not. */
  private @Nullable String find(String key) {
    if (table.entries().containsKey(key)) {
      return key;
    }
    return table.entries().entrySet().stream()
        .filter(e -> e.getValue().keyPosition().isVariable())
        .map(Map.Entry::getKey)
        .filter(key::equalsIgnoreCase)
        .findFirst()
        .orElse(null);
  }

  private YamlNode.Entry entry(String name) {
    return Objects.requireNonNull(table.entries().get(name));
  }

  private String shape(String key) {
    return shape.isEmpty() ? key : shape + "." + key;
  }

  private static boolean isNothing(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.value() == null;
  }
}
