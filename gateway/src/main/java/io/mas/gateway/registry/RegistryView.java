package io.mas.gateway.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.mas.AgentRecord;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the service has written of the agents, as a gateway sees it. Thread-safe. */
public final class RegistryView {
  private static final Logger log = LoggerFactory.getLogger(RegistryView.class);

  private final RedisLink link;
  private final Keys keys;
  private final Map<String, AgentRecord> agents = new ConcurrentHashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  /** Of the agents in a Redis; shows nobody before the first {@link #refresh}. */
  public RegistryView(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  /** Notes that an agent has changed. */
  public void changed(String agent) {
    changed.add(agent);
  }

  /** Reads what has changed. */
  public void refresh() {
    for (String agent : List.copyOf(changed)) {
      changed.remove(agent);
      AgentRecord read = read(agent);
      if (read == null) {
        agents.remove(agent);
      } else {
        agents.put(agent, read);
      }
    }
  }

  /** The agents as last read. */
  public Collection<AgentRecord> agents() {
    return agents.values();
  }

  private @Nullable AgentRecord read(String agent) {
    Map<String, byte[]> fields = link.hash(keys.agent(agent));
    byte[] status = fields.get("status");
    if (status == null) {
      return null;
    }
    try {
      List<String> capabilities =
          Json.mapper()
              .readValue(text(fields, "capabilities", "[]"), new TypeReference<List<String>>() {});
      Map<String, Object> metadata =
          Json.mapper()
              .readValue(
                  text(fields, "metadata", "{}"), new TypeReference<Map<String, Object>>() {});
      // JSON's null is readable and is neither
      if (capabilities != null && !capabilities.contains(null) && metadata != null) {
        return new AgentRecord(
            agent, new String(status, StandardCharsets.UTF_8), capabilities, metadata);
      }
      return unreadable(agent);
    } catch (JsonProcessingException e) {
      return unreadable(agent); // its message would quote what the agent wrote
    }
  }

  private static @Nullable AgentRecord unreadable(String agent) {
    log.warn("what agent {} says of itself cannot be read; it is not shown", agent);
    return null;
  }

  private static String text(Map<String, byte[]> fields, String name, String otherwise) {
    byte[] value = fields.get(name);
    return value == null ? otherwise : new String(value, StandardCharsets.UTF_8);
  }
}
