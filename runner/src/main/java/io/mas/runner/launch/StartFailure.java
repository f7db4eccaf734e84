package io.mas.runner.launch;

import io.mas.MasException;

/** Something that was started did not come up; the message is for a person. */
public final class StartFailure extends MasException {
  private static final long serialVersionUID = 1L;

  StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
