package io.mas.runner.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, aligned. Not thread-safe. */
final class Columns {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();

  Columns row(String... cells) {
    for (int i = 0; i < cells.length; i++) {
      int width = cells[i].codePointCount(0, cells[i].length());
      if (i == widths.size()) {
        widths.add(width);
      } else {
        widths.set(i, Math.max(widths.get(i), width));
      }
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The rows as lines, with two spaces between columns and none at the end. */
  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      line.append(cell);
      int missing = widths.get(i) - cell.codePointCount(0, cell.length());
      line.append(" ".repeat(missing + 2));
    }
    return line.toString().stripTrailing();
  }
}
