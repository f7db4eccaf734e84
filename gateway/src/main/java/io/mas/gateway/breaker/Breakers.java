package io.mas.gateway.breaker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers of a configuration. Immutable.
 *
 * @param every of each target that has none of its own, or null
 * @param targets of targets, by their ids
 */
public record Breakers(@Nullable BreakerRule every, Map<String, BreakerRule> targets) {
  /** None: all pass. */
  public static final Breakers NONE = new Breakers(null, Map.of());

  /** Copies the map. */
  public Breakers {
    targets = Map.copyOf(targets);
  }

  /** The same for each target. */
  public static Breakers ofEach(BreakerRule every) {
    return new Breakers(every, Map.of());
  }

  /** With these for targets. */
  public Breakers withTargets(Map<String, BreakerRule> rules) {
    return new Breakers(every, rules);
  }

  /** Of a target, or null if it has none. */
  public @Nullable BreakerRule of(String target) {
    BreakerRule own = targets.get(target);
    return own == null ? every : own;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return every == null && targets.isEmpty();
  }
}
