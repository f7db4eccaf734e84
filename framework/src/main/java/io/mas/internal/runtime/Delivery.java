package io.mas.internal.runtime;

import io.mas.protocol.Envelope;
import io.mas.protocol.ReplyToken;
import org.jspecify.annotations.Nullable;

/** A sealed message that waits to be handled. Ordered as it was read. */
@SuppressWarnings("ArrayRecordComponent") // the bytes from the wire, never compared
record Delivery(
    long ordinal,
    TurnCommit.Source source,
    String entryId,
    Envelope envelope,
    byte[] header,
    byte[] payload,
    @Nullable ReplyToken replyToken,
    int attempt)
    implements Comparable<Delivery> {

  Delivery nextAttempt() {
    return new Delivery(
        ordinal, source, entryId, envelope, header, payload, replyToken, attempt + 1);
  }

  @Override
  public int compareTo(Delivery other) {
    return Long.compare(ordinal, other.ordinal);
  }
}
