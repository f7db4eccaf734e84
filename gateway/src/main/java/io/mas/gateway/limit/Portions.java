package io.mas.gateway.limit;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What this gateway holds of the limits that it shares with others. Thread-safe. */
public final class Portions {
  /** In place of a target: no agent has such an id. */
  static final String GLOBAL = "*";

  private final Map<String, Portion> portions = new ConcurrentHashMap<>();
  private final Semaphore rung = new Semaphore(0);

  /** None yet. */
  public Portions() {}

  /** What is held of a limit; under another rule than before it begins empty. */
  Portion of(String name, Rule rule) {
    Portion known = portions.get(name);
    if (known != null && known.rule() == rule) {
      return known;
    }
    return portions.compute(
        name,
        (same, found) ->
            found != null && found.rule().isSameAs(rule)
                ? found
                : new Portion(name, rule, this::ring));
  }

  Collection<Portion> all() {
    return portions.values();
  }

  void ring() {
    rung.release();
  }

  /** Waits until one is to be filled; at most so long, if that is above 0. Whether one is. */
  boolean awaitRing(long millis) throws InterruptedException {
    if (millis == 0) {
      rung.acquire();
    } else if (!rung.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    rung.drainPermits();
    return true;
  }
}
