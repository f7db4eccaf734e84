package io.mas.internal.runtime;

import io.mas.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Which token of an outside issuer an instance has shown, and which it is to show next. Used by one
 * thread, but for {@link #refused}.
 */
final class OutsideToken {
  /** After what time a token that was refused is shown again: the gateways may know it by then. */
  private static final long AGAIN_MILLIS = 60_000;

  private final JwtFile file;
  private JwtFile.@Nullable Token shown;
  private JwtFile.@Nullable Token next;
  private @Nullable String fault;
  private long shownAt;
  private volatile @Nullable String refusal;

  OutsideToken(JwtFile file) {
    this.file = file;
  }

  /**
   * Takes what the file holds for the next registration.
   *
   * @throws TokenException if that is no token, or one that has expired
   */
  void read(long now) {
    JwtFile.Token found = file.read();
    if (found.isExpired(now)) {
      throw new TokenException("the token in " + file + " has expired");
    }
    next = found;
  }

  /** The text of the one that is shown now; what was said of one before counts no more. */
  String toShow() {
    if (next == null) {
      throw new IllegalStateException("no token was read");
    }
    shown = null; // until it is known that it was
    refusal = null;
    return next.text();
  }

  /** It was shown; meanwhile it may have been refused. */
  void shown(long now) {
    shown = next;
    shownAt = now;
    fault = null;
  }

  /** Whether the file holds another one than was shown, or the same is to be shown once more. */
  boolean isToBeShown(long now) {
    JwtFile.Token before = shown;
    try {
      read(now);
      fault = null;
    } catch (TokenException e) {
      fault = e.getMessage();
      return false;
    }
    return before == null
        || !before.equals(next)
        || (refusal != null && now - shownAt >= AGAIN_MILLIS);
  }

  /** The one that was shown last was not taken. */
  void refused(Rejection rejection) {
    refusal = "its latest token was refused: " + rejection.decision() + ", " + rejection.reason();
  }

  /** What stands against its staying registered; null if nothing does. */
  @Nullable String trouble(long now) {
    if (refusal != null) {
      return refusal;
    }
    return shown != null && shown.isExpired(now)
        ? "its token has expired, and " + file + " holds no other"
        : fault;
  }
}
