package io.mas.runner.redis;

import io.mas.MasException;

/**
 * No Redis that can be used: out of reach, too old, wrongly set, or an embedded server that did not
 * start. The message is one line for a person and never holds a password.
 */
public final class RedisUnavailableException extends MasException {
  private static final long serialVersionUID = 1L;

  /** The exit status of a command that ends with this exception. */
  public static final int EXIT_STATUS = 3;

  /** With a message for a person. */
  public RedisUnavailableException(String message) {
    super(message);
  }

  /** With a message for a person and what led to it. */
  public RedisUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
