package io.mas.it.redis;

import io.mas.it.failure.Report;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Kind of key by family of commands: how many an agent's user tried there, and was refused. */
final class EscapeTable {
  private final Map<String, Map<String, Cell>> rows = new TreeMap<>();
  private final Set<String> keys = new LinkedHashSet<>();
  private final Set<String> commands = new LinkedHashSet<>();
  private final List<String> passed = new ArrayList<>();
  private int tried;

  private static final class Cell {
    private int tried;
    private int refused;

    @Override
    public String toString() {
      return "refused " + refused + "/" + tried;
    }
  }

  /** That of one which agents may use on keys of their own. */
  static String familyOf(String command) {
    return switch (command.charAt(0)) {
      case 'x' -> "stream";
      case 'h' -> "hash";
      case 'z' -> "sorted set";
      default -> "any key";
    };
  }

  /** What stands before the shard and the agent. */
  private static String kindOf(String key) {
    return key.replaceFirst(":?\\{.*", "");
  }

  void note(String key, String family, String command, boolean refused) {
    keys.add(key);
    commands.add(command);
    tried++;
    Cell cell =
        rows.computeIfAbsent(kindOf(key), kind -> new TreeMap<>())
            .computeIfAbsent(family, each -> new Cell());
    cell.tried++;
    if (refused) {
      cell.refused++;
    } else {
      passed.add(command + " " + key);
    }
  }

  /** Commands and keys that were not refused. */
  List<String> passed() {
    return passed;
  }

  /** The table, and its sums as figures. */
  Report report() {
    Set<String> families = new TreeSet<>();
    rows.values().forEach(row -> families.addAll(row.keySet()));
    String format = "%-24s" + " %-16s".repeat(families.size()) + "%n";
    System.out.printf(format, line("key", families));
    rows.forEach(
        (kind, row) ->
            System.out.printf(format, line(kind, families.stream().map(row::get).toList())));
    return Report.of("F44")
        .with("kinds_of_keys", rows.size())
        .with("keys", keys.size())
        .with("commands", commands.size())
        .with("tried", tried)
        .with("refused", tried - passed.size())
        .with("by_kind", rows.toString());
  }

  private static Object[] line(String first, Iterable<?> rest) {
    List<Object> line = new ArrayList<>(List.of(first));
    rest.forEach(line::add);
    return line.toArray();
  }
}
