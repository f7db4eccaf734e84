package io.mas.gateway.breaker;

import io.mas.protocol.TurnReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuits of the targets of a shard, a copy of what the commits of its owner have written.
 * Used by one thread.
 */
public final class Circuits {
  private static final Logger log = LoggerFactory.getLogger(Circuits.class);

  private final Map<String, Circuit> circuits = new HashMap<>();

  /** None: all are closed. */
  public Circuits() {}

  /** Those that were written, by field. */
  public static Circuits read(Map<String, byte[]> fields) {
    Circuits read = new Circuits();
    fields.forEach(
        (field, value) -> {
          if (field.indexOf(':') < 0) {
            read.circuits.put(field, CircuitText.parse(new String(value, StandardCharsets.UTF_8)));
          }
        });
    return read;
  }

  /**
   * What a batch knows beside them.
   *
   * @param breakers the rules in force
   * @param board what operators want
   * @param now the time of Redis, in milliseconds since 1970
   * @param writer takes what has changed, a field and its value, empty for none
   */
  public record Lights(
      Breakers breakers, Board board, long now, BiConsumer<String, String> writer) {}

  /** An agent says what became of its turns. */
  public void report(String agent, TurnReport report, Lights by) {
    BreakerRule rule = by.breakers().of(agent);
    if (rule == null) {
      return;
    }
    change(
        agent,
        by,
        circuit -> {
          Circuit changed = circuit;
          for (Map.Entry<String, TurnReport.Trial> trial : report.trials().entrySet()) {
            changed = changed.tried(trial.getKey(), trial.getValue(), by.now(), rule);
          }
          return changed.isOpen() || circuit.isOpen()
              ? changed
              : changed.failed(sum(report), by.now(), rule);
        });
  }

  private static int sum(TurnReport report) {
    return (int) Math.min(Integer.MAX_VALUE, (long) report.failed() + report.timedOut());
  }

  /** A message of an agent has become a dead letter, since its handler has failed for good. */
  public void died(String agent, Lights by) {
    BreakerRule rule = by.breakers().of(agent);
    if (rule != null) {
      change(agent, by, circuit -> circuit.failed(1, by.now(), rule));
    }
  }

  /** The oldest message of an agent waits for so long. */
  public void behind(String agent, Duration age, Lights by) {
    BreakerRule rule = by.breakers().of(agent);
    if (rule != null) {
      change(agent, by, circuit -> circuit.behind(age, by.now(), rule));
    }
  }

  /**
   * Forgets what counts no more: what has left its window, was reset, is under no rule, or of an
   * agent that is gone.
   */
  public void settle(Collection<String> provisioned, Lights by) {
    if (circuits.isEmpty()) {
      return;
    }
    Set<String> there = Set.copyOf(provisioned);
    for (String agent : List.copyOf(circuits.keySet())) {
      BreakerRule rule = there.contains(agent) ? by.breakers().of(agent) : null;
      change(agent, by, circuit -> rule == null ? Circuit.NEW : circuit.settled(by.now(), rule));
    }
  }

  Circuit of(String agent) {
    return circuits.getOrDefault(agent, Circuit.NEW);
  }

  private void change(String agent, Lights by, UnaryOperator<Circuit> change) {
    Circuit written = of(agent);
    Circuit before = written.after(by.board().resetAt(agent));
    Circuit changed = change.apply(before);
    if (changed.equals(written)) {
      return;
    }
    by.writer().accept(agent, CircuitText.of(changed));
    if (written.isOpen() && changed.opening() != written.opening()) {
      by.writer().accept(Standing.trialField(agent), "");
    }
    if (changed.equals(Circuit.NEW)) {
      circuits.remove(agent);
    } else {
      circuits.put(agent, changed);
    }
    tell(agent, written, changed);
  }

  private static void tell(String agent, Circuit before, Circuit changed) {
    if (changed.isOpen() && changed.opening() != before.opening()) {
      log.warn("the circuit of {} opens: {}", agent, changed.reason());
    } else if (before.isOpen() && !changed.isOpen()) {
      log.info("the circuit of {} is closed again", agent);
    }
  }
}
