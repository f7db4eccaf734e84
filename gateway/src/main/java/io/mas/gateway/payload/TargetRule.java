package io.mas.gateway.payload;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.gateway.policy.Terms;
import io.mas.gateway.policy.TypePatterns;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What messages and requests to one target may be. Immutable and thread-safe.
 *
 * @param types the types that it takes, with {@code *} for any characters; empty for all
 * @param maxPayload how many bytes a payload may have
 * @param schemas what payloads have to be, by type
 * @param shadow whether nothing is refused, and only noted
 */
public record TargetRule(
    TypePatterns types, int maxPayload, Map<String, PayloadSchema> schemas, boolean shadow) {

  /** Copies the map. */
  public TargetRule {
    schemas = Map.copyOf(schemas);
    if (maxPayload < 1 || maxPayload > Json.MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "a payload may have 1 to " + Json.MAX_PAYLOAD_BYTES + " bytes, not " + maxPayload);
    }
  }

  /**
   * Of types as they are written; as {@link Terms} takes them.
   *
   * @throws IllegalArgumentException if one is none
   */
  public static TargetRule of(
      List<String> types, int maxPayload, Map<String, PayloadSchema> schemas, boolean shadow) {
    return new TargetRule(TypePatterns.of(types), maxPayload, schemas, shadow);
  }

  /** Why a message is refused; null if it may pass. */
  public @Nullable String violation(String target, String type, byte[] payload) {
    if (!types.fits(type)) {
      return target + " takes no " + type;
    }
    if (payload.length > maxPayload) {
      return "the payload has %d bytes, and %s takes %d"
          .formatted(payload.length, target, maxPayload);
    }
    PayloadSchema schema = schemas.isEmpty() ? null : schemas.get(type);
    return schema == null ? null : misfit(schema, payload);
  }

  private static @Nullable String misfit(PayloadSchema schema, byte[] payload) {
    JsonNode tree;
    try {
      tree = Json.read(payload);
    } catch (ProtocolException e) {
      return "the payload is no JSON that can be read";
    }
    String violation = schema.violation(tree, payload.length);
    return violation == null ? null : "the payload does not fit " + violation;
  }
}
