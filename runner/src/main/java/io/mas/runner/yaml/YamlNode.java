package io.mas.runner.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parsed value: a scalar, a list or a mapping. */
sealed interface YamlNode {

  Position position();

  /** What was found, for an error message. */
  String describe();

  /**
   * A single value.
   *
   * @param text as written, quotes and escapes resolved
   * @param value what the text means: null, Boolean, Long, BigInteger, BigDecimal or String
   */
  record Scalar(String text, @Nullable Object value, Position position) implements YamlNode {

    // A long or unusual text may be a secret or a whole document: its kind is enough to say.
    private static final Pattern SHOWN = Pattern.compile("[\\p{L}\\p{N}_ .*-]{1,40}");

    static Scalar plain(String text, Position position) {
      return new Scalar(text, CoreSchema.resolve(text), position);
    }

    static Scalar quoted(String text, Position position) {
      return new Scalar(text, text, position);
    }

    @Override
    public String describe() {
      if (value == null) {
        return "nothing";
      }
      if (value instanceof Boolean) {
        return text;
      }
      if (value instanceof Number) {
        return "the number " + text;
      }
      return SHOWN.matcher(text).matches() ? "the text '" + text + "'" : "a text";
    }
  }

  /** A list; the environment may append to it or replace its items. */
  record Items(List<YamlNode> items, Position position) implements YamlNode {
    static Items empty(Position position) {
      return new Items(new ArrayList<>(), position);
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /** A mapping; the environment may add to it or replace its values. */
  record Table(Map<String, Entry> entries, Position position) implements YamlNode {
    static Table empty(Position position) {
      return new Table(new LinkedHashMap<>(), position);
    }

    @Override
    public String describe() {
      return "a mapping";
    }
  }

  /** The value of a key, with the place of the key. */
  record Entry(Position keyPosition, YamlNode value) {}
}
