package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one sender. Filled in the order of the rules, so that of two that say the
 * same the first listed stays; not changed any more once the index is made.
 */
final class SenderRules {
  private final Map<String, Verdicts> blocked = new HashMap<>();
  private final Map<String, Verdicts> allowed = new HashMap<>();
  private final List<Grant> grants = new ArrayList<>();
  private final Verdicts blockedAny = new Verdicts();
  private final Verdicts allowedAny = new Verdicts();

  void block(int position, String target, TypeCondition types, PolicyVerdict verdict) {
    (target.equals(Ids.ANY) ? blockedAny : of(blocked, target)).add(position, types, verdict);
  }

  void allow(int position, String target, TypeCondition types, PolicyVerdict verdict) {
    (target.equals(Ids.ANY) ? allowedAny : of(allowed, target)).add(position, types, verdict);
  }

  private static Verdicts of(Map<String, Verdicts> verdicts, String target) {
    return verdicts.computeIfAbsent(target, added -> new Verdicts());
  }

  /** Its position must not be below that of any before. */
  void add(Grant grant) {
    grants.add(grant);
  }

  /** The verdict on a target, or null when nothing is said about it. */
  @Nullable PolicyVerdict decide(String target, String type) {
    var block = first(blocked.get(target), blockedAny, type);
    return block == null ? allowing(target, type) : block.verdict();
  }

  /** The verdict of the first that allows it, whatever blocks it, or null. */
  @Nullable PolicyVerdict allowing(String target, String type) {
    var named = first(allowed.get(target), allowedAny, type);
    // Only what was listed before the best so far can still be the first that allows it.
    for (var grant : grants) {
      if (named != null && named.position() < grant.position()) {
        break;
      }
      var verdict = grant.types().fits(type) ? grant.verdict(target) : null;
      if (verdict != null) {
        return verdict;
      }
    }
    return named == null ? null : named.verdict();
  }

  /** Whether there is a type that may be sent to the target. */
  boolean mayReach(String target) {
    var block = blocked.get(target);
    if (blockedAny.hasUnconditional() || (block != null && block.hasUnconditional())) {
      return false;
    }
    return allowed.containsKey(target)
        || !allowedAny.isEmpty()
        || grants.stream().anyMatch(grant -> grant.verdict(target) != null);
  }

  /** What allows the target for some types, or null. */
  @Nullable PolicyVerdict allowingSome(String target) {
    var named = allowed.get(target);
    if (named != null) {
      return named.any();
    }
    for (var grant : grants) {
      var verdict = grant.verdict(target);
      if (verdict != null) {
        return verdict;
      }
    }
    return allowedAny.any();
  }

  /** The targets that rules allow by their names. */
  Set<String> targets() {
    return allowed.keySet();
  }

  private static Verdicts.@Nullable Entry first(
      @Nullable Verdicts named, Verdicts any, String type) {
    var a = named == null ? null : named.first(type);
    var b = any.first(type);
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.position() <= b.position() ? a : b;
  }
}
