package io.mas.gateway.letters;

import io.mas.MasException;

/** What was asked for cannot be done with that dead letter; nothing was changed. */
public final class LetterException extends MasException {
  private static final long serialVersionUID = 1L;

  LetterException(String message) {
    super(message);
  }
}
