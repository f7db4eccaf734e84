package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.protocol.DeadLetter;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import java.time.Duration;

/**
 * Whether the message is one that this agent can have sent at all: its own, of a kind that agents
 * send, within the bounds, at a time that fits the time of its entry.
 */
final class EnvelopeCheck implements Check {
  /** How far an entry's id may be ahead, for the error of our own sample of the clock. */
  private static final long CLOCK_SLACK_MILLIS = 1_000;

  private final Duration maxDrift;

  /**
   * @param maxDrift how far a message's timestamp may be from the time it entered the outbox
   */
  EnvelopeCheck(Duration maxDrift) {
    this.maxDrift = maxDrift;
  }

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
    if (envelope.sender().equals(Names.SYSTEM_AGENT)) {
      // its messages would pass for the gateway's own
      return invalid("the name " + Names.SYSTEM_AGENT + " is the gateway's");
    }
    if (envelope.kind() == Kind.REJECTION) {
      return invalid("agents send no rejections");
    }
    int limit = envelope.kind() == Kind.DEAD ? DeadLetter.MAX_BYTES : Json.MAX_PAYLOAD_BYTES;
    if (submission.payload().length == 0 || submission.payload().length > limit) {
      return invalid("the payload must have 1 to " + limit + " bytes");
    }
    long entered = submission.entered();
    if (entered < 0 || entered > view.now() + CLOCK_SLACK_MILLIS) {
      return invalid("the entry's id is ahead of the clock");
    }
    // what is released was sent long before it entered
    if (submission.released() == null
        && Math.abs(entered - envelope.timestamp()) > maxDrift.toMillis()) {
      return invalid(
          "the timestamp is more than "
              + maxDrift.toSeconds()
              + " s from the time it entered the outbox");
    }
    return Verdict.PASS;
  }

  private static Verdict invalid(String reason) {
    return Verdict.refuse(Decision.INVALID_MESSAGE, reason);
  }
}
