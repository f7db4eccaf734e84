package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What allows one sender something. Filled in the order of the rules, so that of two that say the
 * same the first listed stays; not changed any more once the index is made.
 */
final class Allowances {
  private final Map<String, Verdicts> named = new HashMap<>();
  private final List<Grant> grants = new ArrayList<>();
  private final Verdicts any = new Verdicts();

  void allow(int position, String target, TypeCondition types, PolicyVerdict verdict) {
    Verdicts.of(named, any, target).add(position, types, verdict);
  }

  /** Its position must not be below that of any before. */
  void add(Grant grant) {
    grants.add(grant);
  }

  /** The verdict of the first that allows the target, or null. */
  @Nullable PolicyVerdict allowing(String target, String type) {
    var byName = Verdicts.first(named.get(target), any, type);
    // Only what was listed before the best so far can still be the first that allows it.
    for (var grant : grants) {
      if (byName != null && byName.position() < grant.position()) {
        break;
      }
      var verdict = grant.types().fits(type) ? grant.verdict(target) : null;
      if (verdict != null) {
        return verdict;
      }
    }
    return byName == null ? null : byName.verdict();
  }

  /** What allows the target for some types, or null. */
  @Nullable PolicyVerdict allowingSome(String target) {
    var byName = named.get(target);
    if (byName != null) {
      return byName.any();
    }
    for (var grant : grants) {
      var verdict = grant.verdict(target);
      if (verdict != null) {
        return verdict;
      }
    }
    return any.any();
  }

  /** The targets that are allowed by their names. */
  Set<String> targets() {
    return named.keySet();
  }
}
