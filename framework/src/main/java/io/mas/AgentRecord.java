package io.mas;

import java.util.List;
import java.util.Map;

/**
 * An agent as discovery shows it.
 *
 * @param id the agent
 * @param status {@code ACTIVE} while an instance of it lives, else {@code INACTIVE}; {@code PAUSED}
 *     or {@code DRAINED} as long as an operator wants it so: messages to it wait until it is
 *     resumed
 * @param capabilities what it says it can do
 * @param metadata what it tells of itself
 */
public record AgentRecord(
    String id, String status, List<String> capabilities, Map<String, Object> metadata) {

  /** Copies the collections. */
  public AgentRecord {
    capabilities = List.copyOf(capabilities);
    metadata = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(metadata));
  }
}
