package io.mas.internal.runtime;

import io.mas.protocol.Envelope;
import io.mas.protocol.ReplyToken;
import org.jspecify.annotations.Nullable;

/**
 * A sealed message that waits to be handled. Ordered as it was read.
 *
 * @param ordinal its place in the order of reading
 * @param source where it was read
 * @param entryId its entry there
 * @param envelope its header
 * @param header the bytes of that
 * @param payload its payload
 * @param replyToken what allows an answer, or null
 * @param lane its ordering lane, or empty
 * @param tries what is known of the attempts at it
 * @param answers what its handler has been answered
 * @param trial the trial of the agent's circuit that it was let pass for, or empty
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes from the wire, never compared
record Delivery(
    long ordinal,
    Settlement.Source source,
    String entryId,
    Envelope envelope,
    byte[] header,
    byte[] payload,
    @Nullable ReplyToken replyToken,
    String lane,
    Tries tries,
    Answers answers,
    String trial)
    implements Comparable<Delivery> {

  /** One whose handler has not been answered anything. */
  Delivery(
      long ordinal,
      Settlement.Source source,
      String entryId,
      Envelope envelope,
      byte[] header,
      byte[] payload,
      @Nullable ReplyToken replyToken,
      String lane,
      Tries tries) {
    this(
        ordinal,
        source,
        entryId,
        envelope,
        header,
        payload,
        replyToken,
        lane,
        tries,
        new Answers(),
        "");
  }

  Delivery with(Tries changed) {
    return with(changed, trial);
  }

  Delivery ofTrial(String name) {
    return with(tries, name);
  }

  private Delivery with(Tries otherTries, String otherTrial) {
    return new Delivery(
        ordinal,
        source,
        entryId,
        envelope,
        header,
        payload,
        replyToken,
        lane,
        otherTries,
        answers,
        otherTrial);
  }

  /** The number of the coming attempt, from 1. */
  int attempt() {
    return tries.next();
  }

  boolean isOfInbox() {
    return source == Settlement.Source.INBOX;
  }

  Settlement settlement() {
    return new Settlement(source, entryId, lane, sentMessage(), tries.noted(), false, false, false);
  }

  /** Sender and id: an id alone is its sender's choice. */
  String sentMessage() {
    return envelope.sender() + "/" + envelope.id();
  }

  @Override
  public int compareTo(Delivery other) {
    return Long.compare(ordinal, other.ordinal);
  }
}
