package io.mas.runner.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values whose keys the user chooses, as plain Java, with the place of each.
 *
 * @param values unmodifiable; a value is a LinkedHashMap's view, a List, String, Boolean, Long,
 *     BigInteger, BigDecimal or null
 * @param position where the values stand as a whole
 * @param positions the place of each value by its path, such as {@code hosts[1].port}
 */
public record FreeValues(
    Map<String, @Nullable Object> values, Position position, Map<String, Position> positions) {

  /**
   * The place of the value at {@code path}, written as {@code hosts[1].port}; where there is none,
   * that of the nearest value around it.
   */
  public Position position(String path) {
    String at = path;
    while (!at.isEmpty()) {
      Position found = positions.get(at);
      if (found != null) {
        return found;
      }
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return position;
  }

  static FreeValues of(Map<String, YamlNode.Entry> entries, Position position) {
    Map<String, Position> positions = new LinkedHashMap<>();
    return new FreeValues(table(entries, "", positions), position, Map.copyOf(positions));
  }

  private static Map<String, @Nullable Object> table(
      Map<String, YamlNode.Entry> entries, String path, Map<String, Position> positions) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) ->
            values.put(
                key, plain(entry.value(), path.isEmpty() ? key : path + "." + key, positions)));
    return Collections.unmodifiableMap(values);
  }

  private static @Nullable Object plain(
      YamlNode node, String path, Map<String, Position> positions) {
    positions.put(path, node.position());
    if (node instanceof YamlNode.Scalar scalar) {
      return scalar.value();
    }
    if (node instanceof YamlNode.Table table) {
      return table(table.entries(), path, positions);
    }
    List<YamlNode> items = ((YamlNode.Items) node).items();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      values.add(plain(items.get(i), path + "[" + i + "]", positions));
    }
    return Collections.unmodifiableList(values);
  }
}
