package io.mas.gateway.breaker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Circuits as they are kept in Redis: {@code o opening until successes reason}, or {@code c} and
 * the failures as {@code time*count}; permit.lua reads the first two numbers.
 */
final class CircuitText {
  private static final Pattern OPEN = Pattern.compile("o (\\d+) (\\d+) (\\d+) (.*)");
  private static final Pattern COUNT = Pattern.compile(" (\\d+)\\*(\\d+)");

  private CircuitText() {}

  /** Empty where nothing is to be kept. */
  static String of(Circuit circuit) {
    if (circuit.isOpen()) {
      return "o %d %d %d %s"
          .formatted(circuit.opening(), circuit.until(), circuit.successes(), circuit.reason());
    }
    StringBuilder text = new StringBuilder();
    for (Failures.Count count : circuit.failures().counts()) {
      text.append(text.length() == 0 ? "c" : "")
          .append(' ')
          .append(count.at())
          .append('*')
          .append(count.many());
    }
    return text.toString();
  }

  /** Of what was written. */
  static Circuit parse(String text) {
    Matcher open = OPEN.matcher(text);
    if (open.matches()) {
      return new Circuit(
          Long.parseLong(open.group(1)),
          Long.parseLong(open.group(2)),
          Integer.parseInt(open.group(3)),
          open.group(4),
          Failures.NONE);
    }
    List<Failures.Count> counts = new ArrayList<>();
    for (Matcher count = COUNT.matcher(text); count.find(); ) {
      counts.add(
          new Failures.Count(Long.parseLong(count.group(1)), Integer.parseInt(count.group(2))));
    }
    return new Circuit(0, 0, 0, "", new Failures(counts));
  }
}
