package io.mas;

/**
 * What became of a message: the codes that exceptions, the audit log and the dead letters share.
 */
public enum Decision {
  /** Passed every check and is delivered. */
  ALLOWED,
  /** The sender's token or registration is missing, wrong, lapsed or revoked. */
  AUTH_FAILED,
  /** The signature does not fit the message. */
  SIGNATURE_INVALID,
  /** The sequence number did not rise: the message was seen before. */
  REPLAYED,
  /** No rule allows the sender to reach the target, or one blocks it. */
  AUTHZ_DENIED,
  /** A rate limit is used up. */
  RATE_LIMITED,
  /** The target's circuit breaker is open. */
  CIRCUIT_OPEN,
  /** The target has fallen too far behind. */
  BACKPRESSURE,
  /** The payload holds data that must not pass. */
  DLP_BLOCKED,
  /** The message waits for a person's approval. */
  HELD,
  /** The message is malformed or breaks a bound. */
  INVALID_MESSAGE,
  /** No such agent is provisioned. */
  UNKNOWN_TARGET,
  /** The message's time to live, or its caller's deadline, has passed. */
  EXPIRED,
  /** A check could not be evaluated; the message is refused. */
  CHECK_FAILED,
  /** The handler failed for good. */
  HANDLER_FAILED,
  /** The payload does not fit what the handler takes. */
  VALIDATION_FAILED,
  /** The entry could not be decoded. */
  UNDECODABLE,
  /** The entry does not carry the gateway's seal. */
  UNSEALED,
  /** The instance it was meant for is gone, or its stream cannot be written. */
  NO_INSTANCE
}
