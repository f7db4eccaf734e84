package io.mas.runner.yaml;

/** One thing that is wrong, or doubtful, and the place where it is. */
public record Problem(Position position, String message) {

  private static final int MAX_LENGTH = 1000;

  /** Keeps the message on one line and free of what would steer a terminal. */
  public Problem {
    message = message.replaceAll("\\p{Cntrl}", "?");
    if (message.length() > MAX_LENGTH) {
      message = message.substring(0, MAX_LENGTH) + "…";
    }
  }

  /** {@code file:line:column: message}. */
  @Override
  public String toString() {
    return position + ": " + message;
  }
}
