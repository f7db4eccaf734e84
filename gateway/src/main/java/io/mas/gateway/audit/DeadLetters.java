package io.mas.gateway.audit;

import io.mas.protocol.Envelope;
import io.mas.protocol.PayloadCipher;
import io.mas.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Refused and poisoned messages, as they are kept: header and payload encrypted. Thread-safe. */
public final class DeadLetters {
  private static final byte[] NOTHING = new byte[0];

  private final PayloadCipher cipher;

  /** Under the gateways' key. */
  public DeadLetters(PayloadCipher cipher) {
    this.cipher = cipher;
  }

  /** The fields of one that is put away now. */
  public Map<String, byte[]> entry(long now, Burial burial) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("decision", bytes(burial.decision().name()));
    fields.put("reason", bytes(burial.reason()));
    fields.put("at", bytes(Long.toString(now)));
    fields.put("from", bytes(burial.from()));
    fields.put("entry", bytes(burial.entryId()));
    fields.put("attempts", bytes(Integer.toString(burial.attempts())));
    // an agent's own word, so it is held to what can be: not before 1970, not ahead, in order
    long last = Math.max(0, Math.min(burial.last(), now));
    fields.put("first", bytes(Long.toString(Math.max(0, Math.min(burial.first(), last)))));
    fields.put("last", bytes(Long.toString(last)));
    if (burial.shown()) {
      fields.put("shown", bytes("1"));
    }
    Envelope envelope = burial.envelope();
    if (envelope != null) {
      fields.put("id", bytes(envelope.id().toString()));
      fields.put("sender", bytes(envelope.sender()));
      fields.put("target", bytes(envelope.target()));
      fields.put("type", bytes(envelope.type()));
    }
    String place = burial.from() + ":" + burial.entryId();
    // each for its own field, so that one cannot be passed off as the other
    fields.put("header", cipher.encrypt(burial.header(), bytes(place + ":header")));
    fields.put("payload", cipher.encrypt(burial.payload(), bytes(place)));
    return fields;
  }

  /**
   * The header that an entry keeps.
   *
   * @throws ProtocolException if it is not what was put away with these fields
   */
  public byte[] header(Map<String, byte[]> fields) throws ProtocolException {
    return cipher.decrypt(fields.getOrDefault("header", NOTHING), bytes(place(fields) + ":header"));
  }

  /**
   * The payload that an entry keeps.
   *
   * @throws ProtocolException if it is not what was put away with these fields
   */
  public byte[] payload(Map<String, byte[]> fields) throws ProtocolException {
    return cipher.decrypt(fields.getOrDefault("payload", NOTHING), bytes(place(fields)));
  }

  private static String place(Map<String, byte[]> fields) {
    return text(fields, "from") + ":" + text(fields, "entry");
  }

  private static String text(Map<String, byte[]> fields, String name) {
    return new String(fields.getOrDefault(name, NOTHING), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
