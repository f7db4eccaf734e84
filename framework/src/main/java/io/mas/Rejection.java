package io.mas;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The news that a message was refused, as its sender gets it.
 *
 * @param messageId the refused message
 * @param targetId whom it was meant for
 * @param type its type
 * @param decision the code of the refusal
 * @param reason why, for a person
 * @param retryDelay after what time the same message may pass, or null where that is not known
 * @param violations what is wrong with the payload, each as {@code path: what is wrong}; empty
 *     unless the decision is {@link Decision#VALIDATION_FAILED}
 */
public record Rejection(
    String messageId,
    String targetId,
    String type,
    Decision decision,
    String reason,
    @Nullable Duration retryDelay,
    List<String> violations) {

  /** Copies the list. */
  public Rejection {
    violations = List.copyOf(violations);
  }

  /** After what time the same message may pass, where that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryDelay);
  }

  /** The exception a waiting request fails with. */
  public MessageRejectedException toException() {
    return switch (decision) {
      case AUTH_FAILED, SIGNATURE_INVALID, REPLAYED -> new AuthenticationFailedException(this);
      case AUTHZ_DENIED -> new AccessDeniedException(this);
      case UNKNOWN_TARGET -> new UnknownTargetException(this);
      case VALIDATION_FAILED -> new PayloadValidationException(this);
      default -> new MessageRejectedException(this);
    };
  }
}
