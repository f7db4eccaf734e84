package io.mas.protocol;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a message, apart from its payload: the signed header.
 *
 * @param kind what it is for
 * @param id the message's id
 * @param sender the agent that sends it
 * @param senderInstance the instance of it
 * @param target the agent it is for
 * @param targetInstance the one instance it is for, or empty for any
 * @param type the message type
 * @param sequence the sender instance's number of this message; rises with each
 * @param timestamp when it left its sender, in milliseconds since 1970
 * @param correlation the request that this is or answers, or null
 * @param deadline when its sender stops waiting, in milliseconds since 1970, or 0
 * @param replyToken what the gateway gave with the request that this answers, or null
 * @param headers what the sender put beside the payload
 * @param instanceNumber the number of the sender instance among all that its agent has had, or 0;
 *     by it a message of one that is gone is known
 */
public record Envelope(
    Kind kind,
    UUID id,
    String sender,
    String senderInstance,
    String target,
    String targetInstance,
    String type,
    long sequence,
    long timestamp,
    @Nullable UUID correlation,
    long deadline,
    @Nullable ReplyToken replyToken,
    Map<String, String> headers,
    long instanceNumber) {

  /** Of a sender instance whose number is not said. */
  public Envelope(
      Kind kind,
      UUID id,
      String sender,
      String senderInstance,
      String target,
      String targetInstance,
      String type,
      long sequence,
      long timestamp,
      @Nullable UUID correlation,
      long deadline,
      @Nullable ReplyToken replyToken,
      Map<String, String> headers) {
    this(
        kind,
        id,
        sender,
        senderInstance,
        target,
        targetInstance,
        type,
        sequence,
        timestamp,
        correlation,
        deadline,
        replyToken,
        headers,
        0);
  }

  /** Copies the headers. */
  public Envelope {
    headers = Map.copyOf(headers);
  }

  /**
   * The same as it leaves.
   *
   * @param instance the number of the sender instance
   * @param number its sequence number
   * @param at the time, in milliseconds since 1970
   */
  public Envelope leaving(long instance, long number, long at) {
    return new Envelope(
        kind,
        id,
        sender,
        senderInstance,
        target,
        targetInstance,
        type,
        number,
        at,
        correlation,
        deadline,
        replyToken,
        headers,
        instance);
  }
}
