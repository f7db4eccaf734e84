package io.mas;

/**
 * Whether an instance takes part: it reads its streams and is registered. One that an operator has
 * paused is up, since it does what it is told.
 *
 * @param up whether it does
 * @param reason why it does not; empty if it does
 */
public record Health(boolean up, String reason) {
  private static final Health UP = new Health(true, "");

  /** It does. */
  public static Health ok() {
    return UP;
  }

  /** It does not, for a reason. */
  public static Health down(String reason) {
    return new Health(false, reason);
  }

  /** {@code UP}, or {@code DOWN: } and the reason. */
  @Override
  public String toString() {
    return up ? "UP" : "DOWN: " + reason;
  }
}
