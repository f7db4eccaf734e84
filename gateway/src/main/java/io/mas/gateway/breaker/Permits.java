package io.mas.gateway.breaker;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** What this gateway holds of the trials of targets. Thread-safe. */
public final class Permits {
  private final Map<String, Permit> permits = new ConcurrentHashMap<>();
  private final Semaphore rung = new Semaphore(0);

  /** None yet. */
  public Permits() {}

  /** Of an opening of a target's circuit; of another one it begins anew. */
  Permit of(String agent, long opening, BreakerRule rule) {
    return permits.compute(
        agent,
        (same, found) ->
            found != null && found.opening() == opening && found.rule().equals(rule)
                ? found
                : new Permit(agent, opening, rule, this::ring));
  }

  Collection<Permit> all() {
    return permits.values();
  }

  /** Forgets those of targets whose circuit is not open any more. */
  void keep(Board board) {
    permits
        .values()
        .removeIf(
            permit -> {
              Standing standing = board.of(permit.agent());
              return standing == null || standing.circuit().opening() != permit.opening();
            });
  }

  void ring() {
    rung.release();
  }

  /** Waits until one is asked for. */
  void awaitRing() throws InterruptedException {
    rung.acquire();
    rung.drainPermits();
  }
}
