package io.mas.gateway.breaker;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How it stands with the circuit of an agent, for who looks at it. Immutable.
 *
 * @param agent the agent
 * @param state whether messages pass to it
 * @param forced whether an operator wants it so
 * @param reason why it is not closed, or empty
 * @param failures that count against it while it is closed
 * @param since when it came to be so, where that is known
 * @param until when it is tried, while it is open and nobody wants it so
 * @param tried how many messages the trial under way has let pass
 * @param succeeded how many of those are known to have been handled
 */
public record CircuitStatus(
    String agent,
    State state,
    boolean forced,
    String reason,
    int failures,
    Optional<Instant> since,
    Optional<Instant> until,
    int tried,
    int succeeded) {
  /** Whether messages pass. */
  public enum State {
    /** They do. */
    CLOSED,

    /** They do not. */
    OPEN,

    /** A few do, to see whether they are handled. */
    HALF_OPEN
  }

  /**
   * Of the agents of a shard of which anything is known.
   *
   * @param fields of the shard's hash
   * @param now the time of Redis, in milliseconds since 1970
   */
  public static Map<String, CircuitStatus> ofShard(Map<String, byte[]> fields, long now) {
    Map<String, CircuitStatus> all = new TreeMap<>();
    Standing.ofShard(fields).forEach((agent, standing) -> all.put(agent, of(agent, standing, now)));
    return all;
  }

  /** Of an agent of which nothing is known. */
  public static CircuitStatus unknown(String agent) {
    return of(agent, Standing.NEW, 0);
  }

  private static CircuitStatus of(String agent, Standing standing, long now) {
    Circuit circuit = standing.circuit();
    Wish wish = standing.wish();
    int failures = circuit.failures().total();
    if (wish.force() != Wish.Force.NONE) {
      boolean open = wish.force() == Wish.Force.OPEN;
      return new CircuitStatus(
          agent,
          open ? State.OPEN : State.CLOSED,
          true,
          "",
          failures,
          time(wish.at()),
          Optional.empty(),
          0,
          0);
    }
    if (!circuit.isOpen()) {
      return new CircuitStatus(
          agent, State.CLOSED, false, "", failures, Optional.empty(), Optional.empty(), 0, 0);
    }
    Standing.Trial trial = standing.currentTrial();
    boolean tried = circuit.isTried(now);
    return new CircuitStatus(
        agent,
        tried ? State.HALF_OPEN : State.OPEN,
        false,
        circuit.reason(),
        failures,
        time(tried ? circuit.until() : circuit.opening()),
        tried ? Optional.empty() : time(circuit.until()),
        tried && trial != null ? trial.taken() : 0,
        tried ? circuit.successes() : 0);
  }

  private static Optional<Instant> time(long millis) {
    return Optional.of(Instant.ofEpochMilli(millis));
  }
}
