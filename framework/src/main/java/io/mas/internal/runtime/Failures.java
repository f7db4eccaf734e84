package io.mas.internal.runtime;

import io.mas.Decision;
import io.mas.TerminalException;
import io.mas.protocol.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of messages whose handling has failed: they are tried again, or they are dead
 * letters and who asked is told.
 */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final byte[] NOTHING = new byte[0];

  private final String name;
  private final int maxAttempts;
  private final boolean parks;
  private final Invoker invoker;
  private final Messages messages;

  /**
   * Of one instance.
   *
   * @param parks whether a lane stops behind a message that is a dead letter
   */
  Failures(String name, int maxAttempts, boolean parks, Invoker invoker, Messages messages) {
    this.name = name;
    this.maxAttempts = maxAttempts;
    this.parks = parks;
    this.invoker = invoker;
    this.messages = messages;
  }

  /**
   * What to commit for a message whose handling has failed: a dead letter and, for a request, the
   * news of it. Null where it is to be tried again.
   */
  @Nullable TurnCommit of(Delivery delivery, Throwable error) {
    if (error instanceof InvalidPayload invalid) {
      return whole(
          delivery,
          Decision.VALIDATION_FAILED,
          String.valueOf(invalid.getMessage()),
          invalid.violations(),
          delivery.attempt());
    }
    boolean terminal = error instanceof TerminalException;
    // the text of an exception may hold what the payload held: it is shown only to who asks for it
    log.warn(
        "{}: handling message {} of type {} failed at attempt {} of {}{}: {}{}",
        name,
        delivery.envelope().id(),
        delivery.envelope().type(),
        delivery.attempt(),
        limit(delivery),
        terminal ? ", for good" : "",
        error.getClass().getName(),
        error.getStackTrace().length == 0 ? "" : " at " + error.getStackTrace()[0]);
    log.debug("{}: the failure in full", name, error);
    if (!terminal && delivery.attempt() < limit(delivery)) {
      return null;
    }
    return whole(
        delivery,
        Decision.HANDLER_FAILED,
        error.getClass().getName(),
        List.of(),
        delivery.attempt());
  }

  /** Whether a message has been tried as often as it may, by processes that died of it. */
  boolean isExhausted(Delivery delivery) {
    return delivery.tries().takenOver() && delivery.tries().begun() >= limit(delivery);
  }

  /** What to commit for one that has. */
  TurnCommit exhausted(Delivery delivery) {
    log.error(
        "{}: message {} of type {} is a dead letter: its process has died {} times while it was handled",
        name,
        delivery.envelope().id(),
        delivery.envelope().type(),
        delivery.tries().begun());
    return whole(
        delivery,
        Decision.HANDLER_FAILED,
        "the process died while it was handled",
        List.of(),
        delivery.tries().begun());
  }

  /** What to commit for one that nobody waits for any more. */
  TurnCommit expired(Delivery delivery) {
    log.info(
        "{}: message {} of type {} has expired before it was handled",
        name,
        delivery.envelope().id(),
        delivery.envelope().type());
    return whole(
        delivery,
        Decision.EXPIRED,
        "its time was over before it was handled",
        List.of(),
        delivery.tries().begun());
  }

  private int limit(Delivery delivery) {
    return invoker.maxAttempts(delivery.envelope().type(), maxAttempts);
  }

  /** What cannot be refused in full is refused in short: it must be settled somehow. */
  private TurnCommit whole(
      Delivery delivery, Decision decision, String cause, List<String> violations, int attempts) {
    try {
      return refusal(
          delivery, decision, cause, violations, attempts, delivery.header(), delivery.payload());
    } catch (RuntimeException e) {
      log.error(
          "{}: message {} of type {} becomes a dead letter without its bytes: {}",
          name,
          delivery.envelope().id(),
          delivery.envelope().type(),
          e.getClass().getName());
      return refusal(
          delivery,
          decision,
          cause + "; its bytes could not be kept",
          List.of(),
          attempts,
          NOTHING,
          NOTHING);
    }
  }

  private TurnCommit refusal(
      Delivery delivery,
      Decision decision,
      String cause,
      List<String> violations,
      int attempts,
      byte[] header,
      byte[] payload) {
    List<Outgoing> sends = new ArrayList<>();
    boolean asked = delivery.envelope().kind() == Kind.REQUEST;
    if (asked) {
      sends.add(messages.fault(delivery, decision, cause, violations));
    }
    boolean buried = !asked || decision != Decision.VALIDATION_FAILED;
    if (buried) {
      sends.add(
          messages.dead(
              decision,
              cause,
              attempts,
              delivery.tries().since(),
              delivery.envelope().type(),
              header,
              payload));
    }
    Settlement settlement = delivery.settlement();
    // what has expired nobody wants handled any more
    boolean poison = buried && decision != Decision.EXPIRED;
    return TurnCommit.settle(
        parks && poison && !delivery.lane().isEmpty() ? settlement.parking() : settlement, sends);
  }
}
