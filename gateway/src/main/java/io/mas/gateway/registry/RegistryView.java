package io.mas.gateway.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.mas.AgentRecord;
import io.mas.internal.redis.Keys;
import io.mas.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the service has written of the agents, as a gateway sees it. Thread-safe. */
public final class RegistryView {
  private static final Logger log = LoggerFactory.getLogger(RegistryView.class);
  private static final TypeReference<List<String>> CAPABILITIES = new TypeReference<>() {};
  private static final TypeReference<Map<String, Object>> METADATA = new TypeReference<>() {};

  private final Function<String, Map<String, byte[]>> hashes;
  private final Keys keys;
  private final Map<String, AgentRecord> agents = new HashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private volatile List<AgentRecord> current = List.of();

  /**
   * Of the agents in a Redis; shows nobody before the first {@link #refresh}.
   *
   * @param hashes reads a hash by its key
   */
  public RegistryView(Function<String, Map<String, byte[]>> hashes, Keys keys) {
    this.hashes = hashes;
    this.keys = keys;
  }

  /** Notes that an agent has changed. */
  public void changed(String agent) {
    changed.add(agent);
  }

  /** Reads what has changed; what cannot be read now is read the next time. */
  public synchronized void refresh() {
    List<String> toRead = List.copyOf(changed);
    for (String agent : toRead) {
      // before it is read, so that a change that comes meanwhile is not lost
      changed.remove(agent);
      try {
        take(agent, hashes.apply(keys.agent(agent)));
      } catch (RuntimeException e) {
        changed.add(agent);
        throw e;
      }
    }
    if (!toRead.isEmpty()) {
      current = List.copyOf(agents.values());
    }
  }

  /** The agents as last read. */
  public List<AgentRecord> agents() {
    return current;
  }

  private void take(String agent, Map<String, byte[]> fields) {
    AgentRecord read = read(agent, fields);
    if (read == null) {
      agents.remove(agent);
    } else {
      agents.put(agent, read);
    }
  }

  private static @Nullable AgentRecord read(String agent, Map<String, byte[]> fields) {
    byte[] status = fields.get("status");
    if (status == null) {
      return null;
    }
    try {
      List<String> capabilities =
          Json.mapper().readValue(text(fields, "capabilities", "[]"), CAPABILITIES);
      Map<String, Object> metadata =
          Json.mapper().readValue(text(fields, "metadata", "{}"), METADATA);
      if (capabilities != null && !capabilities.contains(null) && metadata != null) {
        return new AgentRecord(
            agent, new String(status, StandardCharsets.UTF_8), capabilities, metadata);
      }
    } catch (JsonProcessingException e) {
      log.debug("agent {}: {}", agent, e.getOriginalMessage());
    }
    // an agent writes this itself, and must not stop the others from being shown
    log.warn("what agent {} says of itself cannot be read; it is not shown", agent);
    return null;
  }

  private static String text(Map<String, byte[]> fields, String name, String otherwise) {
    byte[] value = fields.get(name);
    return value == null ? otherwise : new String(value, StandardCharsets.UTF_8);
  }
}
