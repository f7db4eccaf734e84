package io.mas.gateway.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.identity.Release;
import io.mas.protocol.Envelope;
import io.mas.protocol.Json;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the audit log keeps of one decision: everything but the payload. */
public final class AuditRecord {
  private AuditRecord() {}

  /**
   * The record, as JSON.
   *
   * @param envelope null where it could not be decoded
   * @param released what the message was released from; null where its sender has just sent it
   */
  public static byte[] of(
      String gateway,
      long now,
      String owner,
      String entryId,
      @Nullable Envelope envelope,
      byte[] payloadDigest,
      int payloadSize,
      @Nullable Release released,
      Ruling ruling) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("time", now);
    tree.put("gateway", gateway);
    tree.put("sender", owner);
    tree.put("entry", entryId);
    if (envelope != null) {
      tree.put("id", envelope.id().toString());
      tree.put("kind", envelope.kind().name());
      tree.put("instance", envelope.senderInstance());
      tree.put("target", envelope.target());
      tree.put("type", envelope.type());
      UUID correlation = envelope.correlation();
      if (correlation != null) {
        tree.put("correlation", correlation.toString());
      }
    }
    if (released != null) {
      Release.Approval approval = released.approval();
      if (approval == null) {
        tree.put("released", released.letter());
      } else {
        tree.put("approved_by", approval.by());
        tree.put("approved_at", approval.at());
      }
    }
    tree.put("decision", ruling.decision().name());
    if (!ruling.reason().isEmpty()) {
      tree.put("reason", ruling.reason());
    }
    for (Ruling.Shadow shadow : ruling.shadows()) {
      ObjectNode other = tree.withArray("shadow").addObject();
      other.put("check", shadow.check());
      other.put("decision", shadow.decision().name());
      other.put("reason", shadow.reason());
    }
    tree.put("passed", String.join(" ", ruling.passed()));
    tree.put("digest", HexFormat.of().formatHex(payloadDigest));
    tree.put("size", payloadSize);
    return Json.write(tree);
  }
}
