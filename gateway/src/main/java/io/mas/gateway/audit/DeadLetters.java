package io.mas.gateway.audit;

import io.mas.Decision;
import io.mas.protocol.Envelope;
import io.mas.protocol.PayloadCipher;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refused and poisoned messages, as they are kept: header and payload encrypted. Thread-safe. */
public final class DeadLetters {
  private final PayloadCipher cipher;

  /** Under the gateways' key. */
  public DeadLetters(PayloadCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * The fields of one.
   *
   * @param from the agent whose outbox it came from
   * @param entryId its entry there
   * @param envelope its envelope, or null if that could not be decoded
   * @param header the envelope's bytes as they were, which may hold a reply token; encrypted
   * @param payload the payload, which is encrypted
   */
  public Map<String, byte[]> entry(
      long now,
      String from,
      String entryId,
      @Nullable Envelope envelope,
      byte[] header,
      byte[] payload,
      Decision decision,
      String reason,
      int attempts) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("decision", bytes(decision.name()));
    fields.put("reason", bytes(reason));
    fields.put("at", bytes(Long.toString(now)));
    fields.put("from", bytes(from));
    fields.put("entry", bytes(entryId));
    fields.put("attempts", bytes(Integer.toString(attempts)));
    if (envelope != null) {
      fields.put("id", bytes(envelope.id().toString()));
      fields.put("sender", bytes(envelope.sender()));
      fields.put("target", bytes(envelope.target()));
      fields.put("type", bytes(envelope.type()));
    }
    String place = from + ":" + entryId;
    // each for its own field, so that one cannot be passed off as the other
    fields.put("header", cipher.encrypt(header, bytes(place + ":header")));
    fields.put("payload", cipher.encrypt(payload, bytes(place)));
    return fields;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
