package io.mas.internal.redis;

import java.util.Map;
import java.util.Optional;

/** Whether a Redis may throw data away, by what it says in INFO. */
public final class Eviction {
  private static final String NONE = "noeviction";

  private Eviction() {}

  /** What is wrong and what to set; empty if it keeps what it has. */
  public static Optional<String> complaint(Map<String, String> info) {
    String limit = info.get("maxmemory");
    String policy = info.get("maxmemory_policy");
    if (limit == null || policy == null) {
      return Optional.of(
          "does not tell maxmemory and maxmemory_policy in INFO, so it might evict messages;"
              + " name a Redis that does");
    }
    if (limit.equals("0") || policy.equals(NONE)) {
      return Optional.empty(); // without a limit nothing is evicted, whatever the policy
    }
    return Optional.of(
        "has maxmemory-policy "
            + policy
            + ", which throws messages away when memory is full;"
            + " set it to noeviction (CONFIG SET maxmemory-policy noeviction, and in redis.conf)");
  }

  /** Whether it would evict if somebody set a limit. */
  public static boolean isLatent(Map<String, String> info) {
    return complaint(info).isEmpty() && !NONE.equals(info.get("maxmemory_policy"));
  }
}
