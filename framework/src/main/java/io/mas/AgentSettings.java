package io.mas;

import io.mas.protocol.Names;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an agent is run.
 *
 * @param id its id: 1 to 64 of letters, digits, '.', '_' and '-'
 * @param concurrency how many messages one instance handles at a time, from 1
 * @param maxAttempts how often a message is tried before it is a dead letter, from 1
 * @param capabilities what it says it can do
 * @param metadata what it tells of itself, beside what {@link Agent#metadata()} gives
 */
public record AgentSettings(
    String id,
    int concurrency,
    int maxAttempts,
    List<String> capabilities,
    Map<String, Object> metadata) {

  /** Checks and copies. */
  public AgentSettings {
    Names.requireId("an agent id", id);
    if (id.equals(Names.SYSTEM_AGENT)) {
      throw new IllegalArgumentException("the agent id 'mas' is reserved for the gateway");
    }
    if (concurrency < 1 || maxAttempts < 1) {
      throw new IllegalArgumentException("concurrency and max_attempts must be at least 1");
    }
    capabilities = List.copyOf(capabilities);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** With concurrency 1, 5 attempts, and nothing else. */
  public static AgentSettings of(String id) {
    return new AgentSettings(id, 1, 5, List.of(), Map.of());
  }
}
