package io.mas.runner.cli;

import io.mas.MasException;

/**
 * What a command was asked for is not there, or did not come about; the message is for a person.
 */
final class NotFoundException extends MasException {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(message);
  }
}
