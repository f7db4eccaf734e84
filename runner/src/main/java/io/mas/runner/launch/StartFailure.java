package io.mas.runner.launch;

import io.mas.MasException;
import io.mas.RunningAgent;

/** Something that was started did not come up; the message is for a person. */
public final class StartFailure extends MasException {
  private static final long serialVersionUID = 1L;

  private StartFailure(String message, Throwable cause) {
    super(message, cause);
  }

  static StartFailure of(RunningAgent agent, Throwable error) {
    String said = error.getMessage() == null ? "" : ": " + error.getMessage();
    return new StartFailure(
        "agent %s could not start: %s%s"
            .formatted(agent.id(), error.getClass().getSimpleName(), said),
        error);
  }
}
