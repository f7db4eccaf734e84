package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Which ordering lane a message is in: one for each value of the ordering keys that an agent's
 * handlers name. Immutable.
 */
final class Ordering {
  /** Two values that share these many bytes of their digest share a lane, which does no harm. */
  private static final int LANE_BYTES = 8;

  private final HandlerTable handlers;

  Ordering(HandlerTable handlers) {
    this.handlers = handlers;
  }

  /** Whether any handler names a key. */
  boolean hasLanes() {
    return handlers.hasKeys();
  }

  /** The lane, or empty where the message has none: its handler names no key, or it lacks it. */
  String laneOf(Envelope envelope, byte[] payload) {
    boolean message = envelope.kind().isMessage();
    Handler handler = message ? handlers.of(envelope.type()) : null;
    if (handler == null || handler.key().isEmpty()) {
      return "";
    }
    JsonNode value;
    try {
      value = Json.read(payload);
    } catch (ProtocolException e) {
      return ""; // it will not reach the handler either, which says so
    }
    for (String name : handler.key().split("\\.", -1)) {
      value = value.path(name);
    }
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    byte[] digest = Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Arrays.copyOf(digest, LANE_BYTES));
  }
}
