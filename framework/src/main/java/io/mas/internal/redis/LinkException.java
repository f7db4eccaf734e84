package io.mas.internal.redis;

import io.mas.RedisFailureException;
import java.util.concurrent.CompletionException;

/** Redis did not answer, or answered with an error. */
public final class LinkException extends RedisFailureException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, since each asks for another reaction. */
  public enum Cause {
    /** No answer: the command may have run or not. Trying again helps when Redis is back. */
    UNREACHABLE,
    /** Redis has no memory left for a write; nothing was written. */
    OUT_OF_MEMORY,
    /**
     * Something that was made before is gone, a group or our functions: Redis has lost its data.
     */
    MISSING,
    /** User, password or rights do not suffice. */
    DENIED,
    /** Redis refused the command for another reason. */
    REFUSED
  }

  private final Cause failure;

  LinkException(Cause failure, String message, Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  /** What kind of failure it is. */
  public Cause failure() {
    return failure;
  }

  /** Whether the command may have run, and may be tried again. */
  public boolean isUnreachable() {
    return failure == Cause.UNREACHABLE;
  }

  /** Of what the client threw. */
  public static LinkException of(String what, Throwable thrown) {
    // a stage that depends on another one gets its failure wrapped
    Throwable error =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    String text =
        error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    return new LinkException(classify(error, text), what + " failed: " + text, error);
  }

  private static Cause classify(Throwable error, String text) {
    if (error instanceof LinkException known) {
      return known.failure();
    }
    if (!(error instanceof io.lettuce.core.RedisCommandExecutionException)) {
      return text.contains("WRONGPASS") || text.contains("NOAUTH") || text.contains("NOPERM")
          ? Cause.DENIED
          : Cause.UNREACHABLE;
    }
    if (text.startsWith("OOM")) {
      return Cause.OUT_OF_MEMORY;
    }
    if (text.contains("NOGROUP")
        || text.startsWith("UNBLOCKED")
        || text.contains("Function not found")) {
      return Cause.MISSING;
    }
    if (text.contains("NOPERM") || text.contains("WRONGPASS") || text.contains("NOAUTH")) {
      return Cause.DENIED;
    }
    if (text.startsWith("LOADING")
        || text.startsWith("BUSY ") // not BUSYGROUP
        || text.startsWith("MASTERDOWN")
        || text.startsWith("CLUSTERDOWN")
        || text.startsWith("READONLY")
        || text.startsWith("TRYAGAIN")
        || text.startsWith("NOREPLICAS")
        || text.startsWith("MISCONF")) {
      return Cause.UNREACHABLE;
    }
    return Cause.REFUSED;
  }
}
