package io.mas;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message was refused, by the gateway or by its target; {@link #decision()} says how.
 *
 * <p>A refusal is final for that message: it was not handled and will not be.
 */
public class MessageRejectedException extends MasException {
  private static final long serialVersionUID = 1L;

  private final Decision decision;
  private final String reason;
  private final @Nullable Duration retryAfter;

  /** Of the refusal's own words. */
  public MessageRejectedException(Rejection rejection) {
    super(
        "message %s of type %s to %s was refused: %s (%s)"
            .formatted(
                rejection.messageId(),
                rejection.type(),
                rejection.targetId(),
                rejection.decision(),
                rejection.reason()));
    this.decision = Objects.requireNonNull(rejection.decision());
    this.reason = rejection.reason();
    this.retryAfter = rejection.retryAfter().orElse(null);
  }

  /** The code of the refusal. */
  public Decision decision() {
    return decision;
  }

  /** Why, for a person; names the rule that decided where there is one. */
  public String reason() {
    return reason;
  }

  /** After what time the same message may pass, where that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
