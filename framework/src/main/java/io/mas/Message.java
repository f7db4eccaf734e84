package io.mas;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message as its receiver sees it: who really sent it, what it says, and a way to answer.
 *
 * <p>Immutable and safe for use by several threads; {@link #reply} belongs to the turn that handles
 * the message.
 */
public interface Message {

  /** The same for every delivery of this message, and for no other: the idempotency key. */
  String id();

  /** The agent that sent it, as the gateway has established. */
  String senderId();

  /** The instance of the sender. */
  String senderInstanceId();

  /** The agent it was sent to. */
  String targetId();

  /** Its type, which chooses the handler. */
  String type();

  /** The payload as a JSON tree; numbers keep all their digits. */
  JsonNode data();

  /**
   * The payload as an object of the given class.
   *
   * @throws PayloadMappingException if the payload does not fit the class
   */
  <T> T dataAs(Class<T> type);

  /** When it was sent, by the sender's clock, in milliseconds' precision. */
  Instant timestamp();

  /** Which try of handling it this is, from 1. */
  int attempt();

  /** Whether the sender waits for a {@link #reply}. */
  boolean expectsReply();

  /** Whether it answers an earlier request. */
  boolean isReply();

  /** The id of the request that this answers or is; empty for one that stands alone. */
  Optional<String> correlationId();

  /** What the sender put beside the payload. */
  Map<String, String> headers();

  /**
   * Answers the request that this message is. Within a handler the reply is sent when the turn
   * commits.
   *
   * @throws IllegalStateException if the sender waits for no reply
   */
  void reply(String type, Object data);
}
