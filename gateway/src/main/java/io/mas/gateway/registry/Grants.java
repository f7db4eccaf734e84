package io.mas.gateway.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an agent is granted: a registration, which the agent writes itself, can only narrow it. */
final class Grants {
  private static final byte[] NONE = "[]".getBytes(StandardCharsets.UTF_8);
  private static final TypeReference<List<String>> CAPABILITIES = new TypeReference<>() {};

  private Grants() {}

  /**
   * The capabilities that count.
   *
   * @param entry what the directory says of the agent
   * @param claimed the list that an instance has written, as JSON
   */
  static byte[] narrowed(byte[] entry, byte[] claimed) {
    try {
      AgentEntry agent = AgentEntry.fromJson(Json.read(entry));
      if (agent.capabilities() == null) {
        return claimed;
      }
      List<String> list = Json.mapper().readValue(claimed, CAPABILITIES);
      return list == null || list.contains(null)
          ? NONE
          : Json.mapper().writeValueAsBytes(agent.narrowed(list));
    } catch (ProtocolException | JsonProcessingException e) {
      return NONE; // nothing is granted to whom nobody can read
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
