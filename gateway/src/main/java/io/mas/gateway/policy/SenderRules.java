package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one sender. Filled in the order of the rules, so that of two that say the
 * same the first listed stays; not changed any more once the index is made.
 */
final class SenderRules {
  /** A verdict and the place in the list of the rule that gives it. */
  private record Entry(int position, PolicyVerdict verdict) {}

  private final Map<String, Entry> blocked = new HashMap<>();
  private final Map<String, Entry> allowed = new HashMap<>();
  private final List<Grant> grants = new ArrayList<>();
  private @Nullable Entry blockedAny;
  private @Nullable Entry allowedAny;

  void block(int position, String target, PolicyVerdict verdict) {
    var entry = new Entry(position, verdict);
    if (!target.equals(Ids.ANY)) {
      blocked.putIfAbsent(target, entry);
    } else if (blockedAny == null) {
      blockedAny = entry;
    }
  }

  void allow(int position, String target, PolicyVerdict verdict) {
    var entry = new Entry(position, verdict);
    if (!target.equals(Ids.ANY)) {
      allowed.putIfAbsent(target, entry);
    } else if (allowedAny == null) {
      allowedAny = entry;
    }
  }

  /** Its position must not be below that of any before. */
  void add(Grant grant) {
    grants.add(grant);
  }

  /** The verdict on a target, or null when nothing is said about it. */
  @Nullable PolicyVerdict decide(String target) {
    var block = first(blocked.get(target), blockedAny);
    if (block != null) {
      return block.verdict();
    }
    var named = first(allowed.get(target), allowedAny);
    // Only what was listed before the best so far can still be the first that allows it.
    for (var grant : grants) {
      if (named != null && named.position() < grant.position()) {
        break;
      }
      var verdict = grant.verdict(target);
      if (verdict != null) {
        return verdict;
      }
    }
    return named == null ? null : named.verdict();
  }

  private static @Nullable Entry first(@Nullable Entry a, @Nullable Entry b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.position() <= b.position() ? a : b;
  }
}
