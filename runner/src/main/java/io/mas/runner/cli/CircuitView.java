package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.breaker.CircuitStatus;
import io.mas.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Circuits, for a person and for a program. */
final class CircuitView {
  private CircuitView() {}

  private static String state(CircuitStatus status) {
    return status.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String shown(CircuitStatus status) {
    return status.forced() ? state(status) + " (by an operator)" : state(status);
  }

  static List<String> table(List<CircuitStatus> all) {
    Columns table = new Columns().row("AGENT", "CIRCUIT", "FAILURES", "UNTIL", "WHY");
    for (CircuitStatus status : all) {
      table.row(
          status.agent(),
          shown(status),
          Integer.toString(status.failures()),
          status.until().map(Object::toString).orElse("-"),
          status.reason().isEmpty() ? "-" : status.reason());
    }
    return table.lines();
  }

  static List<String> lines(CircuitStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add("circuit of " + status.agent() + ": " + shown(status));
    if (!status.reason().isEmpty()) {
      lines.add("why: " + status.reason());
    }
    status.since().ifPresent(time -> lines.add("since: " + time));
    status.until().ifPresent(time -> lines.add("until: " + time));
    if (status.state() == CircuitStatus.State.HALF_OPEN) {
      lines.add("let pass to try it: " + status.tried());
      lines.add("handled of those: " + status.succeeded());
    } else {
      lines.add("failures: " + status.failures());
    }
    return lines;
  }

  static ObjectNode json(CircuitStatus status) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("agent", status.agent());
    tree.put("circuit", state(status));
    tree.put("forced", status.forced());
    tree.put("failures", status.failures());
    status.since().ifPresent(time -> tree.put("since", time.toString()));
    status.until().ifPresent(time -> tree.put("until", time.toString()));
    tree.put("tried", status.tried());
    tree.put("succeeded", status.succeeded());
    if (!status.reason().isEmpty()) {
      tree.put("why", status.reason());
    }
    return tree;
  }
}
