package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.internal.redis.StreamIds;
import io.mas.protocol.DeadLetter;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;

/**
 * Whether the message is one that this agent can have sent at all: its own, of a kind that agents
 * send, within the bounds, at a time that fits the time of its entry.
 */
final class EnvelopeCheck implements Check {
  /** How far a sender's clock may be from that of Redis. */
  static final long MAX_DRIFT_MILLIS = 300_000;

  /** How far an entry's id may be ahead, for the error of our own sample of the clock. */
  private static final long CLOCK_SLACK_MILLIS = 1_000;

  @Override
  public String name() {
    return "envelope";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    var envelope = submission.envelope();
    if (!envelope.sender().equals(submission.owner())) {
      return invalid("the sender is not the agent whose outbox it lies in");
    }
    if (envelope.kind() == Kind.REJECTION) {
      return invalid("agents send no rejections");
    }
    int limit = envelope.kind() == Kind.DEAD ? DeadLetter.MAX_BYTES : Json.MAX_PAYLOAD_BYTES;
    if (submission.payload().length == 0 || submission.payload().length > limit) {
      return invalid("the payload must have 1 to " + limit + " bytes");
    }
    long entered = StreamIds.time(submission.entryId());
    if (entered < 0 || entered > view.now() + CLOCK_SLACK_MILLIS) {
      return invalid("the entry's id is ahead of the clock");
    }
    if (Math.abs(entered - envelope.timestamp()) > MAX_DRIFT_MILLIS) {
      return invalid("the timestamp is more than 300 s from the time it entered the outbox");
    }
    return Verdict.PASS;
  }

  private static Verdict invalid(String reason) {
    return Verdict.refuse(Decision.INVALID_MESSAGE, reason);
  }
}
