package io.mas.internal.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Message;
import io.mas.PayloadMappingException;
import io.mas.protocol.Envelope;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as it was delivered, with its payload parsed. */
final class ReceivedMessage implements Message {

  /** Takes the reply to a request. */
  interface Replier {
    void reply(String type, Object data);
  }

  private final Envelope envelope;
  private final JsonNode data;
  private final int attempt;
  private final @Nullable Replier replier;

  ReceivedMessage(Envelope envelope, JsonNode data, int attempt, @Nullable Replier replier) {
    this.envelope = envelope;
    this.data = data;
    this.attempt = attempt;
    this.replier = replier;
  }

  @Override
  public String id() {
    return envelope.id().toString();
  }

  @Override
  public String senderId() {
    return envelope.sender();
  }

  @Override
  public String senderInstanceId() {
    return envelope.senderInstance();
  }

  @Override
  public String targetId() {
    return envelope.target();
  }

  @Override
  public String type() {
    return envelope.type();
  }

  @Override
  public JsonNode data() {
    return data;
  }

  @Override
  public <T> T dataAs(Class<T> type) {
    try {
      return Json.mapper().treeToValue(data, type);
    } catch (JsonProcessingException e) {
      throw new PayloadMappingException(
          "the payload of message " + id() + " does not fit " + type.getName(), e);
    }
  }

  @Override
  public Instant timestamp() {
    return Instant.ofEpochMilli(envelope.timestamp());
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public boolean expectsReply() {
    return envelope.kind() == Kind.REQUEST;
  }

  @Override
  public boolean isReply() {
    return envelope.kind().isAnswer();
  }

  @Override
  public Optional<String> correlationId() {
    UUID asked = envelope.kind() == Kind.REQUEST ? envelope.id() : envelope.correlation();
    return Optional.ofNullable(asked).map(UUID::toString);
  }

  @Override
  public Map<String, String> headers() {
    return envelope.headers();
  }

  @Override
  public void reply(String type, Object data) {
    if (replier == null) {
      throw new IllegalStateException(
          "message " + id() + " of type " + type() + " expects no reply");
    }
    replier.reply(type, data);
  }

  /** Without the payload. */
  @Override
  public String toString() {
    return "Message[id=%s, type=%s, sender=%s]".formatted(id(), type(), senderId());
  }
}
