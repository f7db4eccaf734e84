package io.mas.gateway.registry;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentRecord;
import io.mas.internal.redis.Keys;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
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

  /** Of all capabilities, and of all metadata, of one agent. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_DEPTH = Json.MAX_DEPTH / 2;

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
      List<String> capabilities = value(fields, "capabilities", "[]", CAPABILITIES);
      Map<String, Object> metadata = value(fields, "metadata", "{}", METADATA);
      if (capabilities != null && !capabilities.contains(null) && metadata != null) {
        return new AgentRecord(
            agent, new String(status, StandardCharsets.UTF_8), capabilities, metadata);
      }
    } catch (ProtocolException | IllegalArgumentException e) {
      log.debug("agent {}: {}", agent, e.getMessage());
    }
    // an agent writes this itself, and must not stop the others from being shown
    log.warn("what agent {} says of itself cannot be read; it is not shown", agent);
    return null;
  }

  /** Within bounds in which it can be written again as a part of an answer. */
  private static <T> @Nullable T value(
      Map<String, byte[]> fields, String name, String otherwise, TypeReference<T> type)
      throws ProtocolException {
    byte[] said = fields.get(name);
    byte[] json = said == null ? otherwise.getBytes(StandardCharsets.UTF_8) : said;
    if (json.length > MAX_BYTES) {
      throw new ProtocolException(name + " has more than " + MAX_BYTES + " bytes");
    }
    JsonNode tree = Json.read(json);
    if (isDeeperThan(MAX_DEPTH, tree)) {
      throw new ProtocolException(name + " is nested deeper than " + MAX_DEPTH);
    }
    return Json.mapper().convertValue(tree, type);
  }

  private static boolean isDeeperThan(int depth, JsonNode tree) {
    if (!tree.isContainerNode()) {
      return false;
    }
    if (depth == 0) {
      return true;
    }
    for (JsonNode part : tree) {
      if (isDeeperThan(depth - 1, part)) {
        return true;
      }
    }
    return false;
  }
}
