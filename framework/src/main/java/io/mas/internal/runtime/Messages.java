package io.mas.internal.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mas.Decision;
import io.mas.PayloadMappingException;
import io.mas.Rejection;
import io.mas.protocol.DeadLetter;
import io.mas.protocol.Envelope;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import io.mas.protocol.MessageId;
import io.mas.protocol.Names;
import io.mas.protocol.Refusal;
import io.mas.protocol.TurnReport;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the messages that one instance sends. Immutable. */
final class Messages {
  /** The type of the message by which an instance joins. */
  static final String REGISTER = "mas.register";

  private static final int MAX_CAUSE = 1_000;

  private final String agent;
  private final String instance;
  private final InstantSource clock;

  Messages(String agent, String instance, InstantSource clock) {
    this.agent = agent;
    this.instance = instance;
    this.clock = clock;
  }

  long now() {
    return clock.millis();
  }

  /** A message that nobody waits for. */
  Outgoing send(String target, String type, Object data) {
    return send(target, type, data, 0);
  }

  /**
   * A message that nobody waits for, and that is worth something only for a while.
   *
   * @param deadline when it is worth nothing any more, in milliseconds since 1970, or 0
   */
  Outgoing send(String target, String type, Object data, long deadline) {
    return outgoing(Kind.SEND, MessageId.next(now()), target, type, deadline, payload(data));
  }

  /** A delayed message as it leaves: under its id, from this instance and at this time. */
  Outgoing departing(Envelope delayed, byte[] payload) {
    return outgoing(
        Kind.SEND, delayed.id(), delayed.target(), delayed.type(), delayed.deadline(), payload);
  }

  Outgoing request(UUID id, String target, String type, Object data, long deadline) {
    return outgoing(Kind.REQUEST, id, target, type, deadline, payload(data));
  }

  Outgoing reply(Delivery request, String type, Object data) {
    return answer(Kind.REPLY, request, Names.requireType(type), payload(data));
  }

  /** Tells the sender of a request why it gets no reply. */
  Outgoing fault(Delivery request, Decision decision, String reason, List<String> violations) {
    Envelope asked = request.envelope();
    Rejection rejection =
        new Rejection(
            asked.id().toString(), agent, asked.type(), decision, reason, null, violations);
    return answer(Kind.FAULT, request, asked.type(), Refusal.write(rejection));
  }

  /**
   * Hands an entry of the inbox to the gateway for the dead letters.
   *
   * @param since when its handling first failed, in milliseconds since 1970; 0 for now
   * @throws PayloadMappingException if it is larger than anything the gateway delivers
   */
  Outgoing dead(
      Decision decision,
      String cause,
      int attempts,
      long since,
      String type,
      byte[] header,
      byte[] payload) {
    long at = now();
    byte[] letter =
        new DeadLetter(
                decision,
                Violation.cut(cause, MAX_CAUSE),
                attempts,
                header,
                payload,
                since == 0 ? at : since,
                at)
            .toBytes();
    if (letter.length > DeadLetter.MAX_BYTES) {
      throw new PayloadMappingException("a dead letter of " + letter.length + " bytes");
    }
    return outgoing(Kind.DEAD, MessageId.next(now()), agent, type, 0, letter);
  }

  /** A dead letter of a delayed message that cannot be read any more. */
  Outgoing unreadable(byte[] header, byte[] payload) {
    return dead(
        Decision.UNDECODABLE,
        "a delayed message that cannot be read",
        0,
        0,
        Names.SYSTEM_AGENT + ".delayed",
        header,
        payload);
  }

  /** Says who this instance is, or that it goes. */
  Outgoing announcement(Kind kind, Map<String, Object> details) {
    return outgoing(
        kind,
        MessageId.next(now()),
        Names.SYSTEM_AGENT,
        kind == Kind.REGISTER ? REGISTER : "mas.leave",
        0,
        payload(details));
  }

  /** Says what became of turns. */
  Outgoing report(TurnReport report) {
    return outgoing(
        Kind.REPORT, MessageId.next(now()), Names.SYSTEM_AGENT, "mas.report", 0, report.toBytes());
  }

  private Outgoing answer(Kind kind, Delivery request, String type, byte[] payload) {
    Envelope asked = request.envelope();
    return new Outgoing(
        new Envelope(
            kind,
            MessageId.next(now()),
            agent,
            instance,
            asked.sender(),
            asked.senderInstance(),
            type,
            0,
            now(),
            asked.id(),
            0,
            request.replyToken(),
            Map.of()),
        payload);
  }

  private Outgoing outgoing(
      Kind kind, UUID id, String target, String type, long deadline, byte[] payload) {
    return new Outgoing(
        new Envelope(
            kind,
            id,
            agent,
            instance,
            Names.requireId("a target", target),
            "",
            Names.requireType(type),
            0,
            now(),
            null,
            deadline,
            null,
            Map.of()),
        payload);
  }

  private static byte[] payload(@Nullable Object data) {
    try {
      byte[] bytes = Json.mapper().writeValueAsBytes(data);
      if (bytes.length > Json.MAX_PAYLOAD_BYTES) {
        throw new PayloadMappingException(
            "the payload has %d bytes, more than the %d that a message may carry"
                .formatted(bytes.length, Json.MAX_PAYLOAD_BYTES));
      }
      return bytes;
    } catch (JsonProcessingException e) {
      throw new PayloadMappingException("the payload cannot be written as JSON", e);
    }
  }
}
