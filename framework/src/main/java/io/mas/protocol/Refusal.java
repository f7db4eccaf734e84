package io.mas.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.Decision;
import io.mas.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Rejection} as the payload of a message to the sender that was refused. */
public final class Refusal {
  private Refusal() {}

  /** The payload. */
  public static byte[] write(Rejection rejection) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("message", rejection.messageId());
    tree.put("target", rejection.targetId());
    tree.put("type", rejection.type());
    tree.put("decision", rejection.decision().name());
    tree.put("reason", rejection.reason());
    rejection.retryAfter().ifPresent(delay -> tree.put("retry_after_ms", delay.toMillis()));
    if (!rejection.violations().isEmpty()) {
      ArrayNode violations = tree.putArray("violations");
      rejection.violations().forEach(violations::add);
    }
    return Json.write(tree);
  }

  /**
   * The rejection that a payload tells of.
   *
   * @throws ProtocolException if it tells of none
   */
  public static Rejection read(byte[] payload) throws ProtocolException {
    JsonNode tree = Json.read(payload);
    Decision decision;
    try {
      decision = Decision.valueOf(tree.path("decision").asText());
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("a refusal with an unknown decision");
    }
    JsonNode delay = tree.path("retry_after_ms");
    @Nullable Duration retryAfter =
        delay.isIntegralNumber() && delay.canConvertToLong() && delay.asLong() >= 0
            ? Duration.ofMillis(delay.asLong())
            : null;
    List<String> violations = new ArrayList<>();
    tree.path("violations").forEach(violation -> violations.add(violation.asText()));
    return new Rejection(
        tree.path("message").asText(),
        tree.path("target").asText(),
        tree.path("type").asText(),
        decision,
        tree.path("reason").asText(),
        retryAfter,
        violations);
  }
}
