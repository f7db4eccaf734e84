package io.mas.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.Decision;
import java.io.IOException;

/**
 * A message that its target could not handle, as that target hands it to the gateway for the dead
 * letters.
 *
 * @param decision why
 * @param cause what went wrong, for a person: names of types and fields, never the payload
 * @param attempts how often it was tried
 * @param header the message's header as it was delivered; may be undecodable
 * @param payload the message's payload
 * @param first when it was tried first, in milliseconds since 1970
 * @param last when it was tried last, in milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes for the wire, never compared as a whole
public record DeadLetter(
    Decision decision,
    String cause,
    int attempts,
    byte[] header,
    byte[] payload,
    long first,
    long last) {

  /** Longest of all, in bytes: it carries another message whole, in base64. */
  public static final int MAX_BYTES = 2 * Json.MAX_PAYLOAD_BYTES;

  /** As a payload. */
  public byte[] toBytes() {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("decision", decision.name());
    tree.put("cause", cause);
    tree.put("attempts", attempts);
    tree.put("header", header);
    tree.put("payload", payload);
    tree.put("first", first);
    tree.put("last", last);
    return Json.write(tree);
  }

  /**
   * Of a payload.
   *
   * @throws ProtocolException if it is no dead letter
   */
  public static DeadLetter fromBytes(byte[] bytes) throws ProtocolException {
    JsonNode tree = Json.read(bytes);
    try {
      return new DeadLetter(
          Decision.valueOf(tree.path("decision").asText()),
          tree.path("cause").asText(),
          tree.path("attempts").asInt(),
          binary(tree, "header"),
          binary(tree, "payload"),
          tree.path("first").asLong(),
          tree.path("last").asLong());
    } catch (IllegalArgumentException | IOException e) {
      throw new ProtocolException("not a dead letter");
    }
  }

  private static byte[] binary(JsonNode tree, String name) throws IOException {
    byte[] value = tree.path(name).binaryValue();
    return value == null ? new byte[0] : value;
  }
}
