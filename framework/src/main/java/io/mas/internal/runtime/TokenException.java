package io.mas.internal.runtime;

import io.mas.MasException;

/** There is no token of an outside issuer that could be shown. */
final class TokenException extends MasException {
  private static final long serialVersionUID = 1L;

  TokenException(String message) {
    super(message);
  }

  TokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
