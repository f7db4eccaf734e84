package io.mas.runner.agents;

/** Names what code of the user's threw, without the values that it was given. */
final class Thrown {
  private Thrown() {}

  static String constructorOf(Class<?> type) {
    return "the constructor of " + type.getName();
  }

  /** "X threw Y: message", and what that was caused by; in one line. */
  static String words(String thrower, Throwable thrown, ValueMask mask) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "%s threw %s%s"
        .formatted(
            thrower,
            words(thrown, mask),
            root == thrown ? "" : " (caused by " + words(root, mask) + ")");
  }

  private static String words(Throwable thrown, ValueMask mask) {
    String message = thrown.getMessage();
    return thrown.getClass().getName()
        + (message == null ? "" : ": " + mask.all(message).replaceAll("\\s*\\R\\s*", " "));
  }
}
