package io.mas;

/**
 * The Redis is set to throw data away when its memory is full, and messages would be among it. The
 * message says what to set.
 */
public final class EvictingRedisException extends MasException {
  private static final long serialVersionUID = 1L;

  /** With what to set. */
  public EvictingRedisException(String message) {
    super(message);
  }
}
