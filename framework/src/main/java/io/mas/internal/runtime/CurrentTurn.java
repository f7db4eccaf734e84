package io.mas.internal.runtime;

import io.mas.MasException;
import io.mas.OutboxFullException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The turn that the calling thread is in, if it is a handler of this instance. */
final class CurrentTurn {
  private static final long ACCEPT_SECONDS = 30;

  @SuppressWarnings(
      "ThreadLocalUsage") // one for each instance: a thread may be in turns of several
  private final ThreadLocal<@Nullable Turn> turn = new ThreadLocal<>();

  /** An action that may throw anything. */
  interface Body {
    @Nullable Object run() throws Throwable;
  }

  void run(Turn entered, Body body) throws Throwable {
    turn.set(entered);
    try {
      body.run();
    } finally {
      turn.remove();
    }
  }

  /** The turn, or null outside of one. */
  @Nullable Turn get() {
    return turn.get();
  }

  /**
   * Waits until what was sent outside of a turn is accepted.
   *
   * @throws OutboxFullException if there is no room
   */
  Outcome accepted(CompletableFuture<Outcome> outcome) {
    try {
      Outcome result = outcome.get(ACCEPT_SECONDS, TimeUnit.SECONDS);
      if (result == Outcome.FULL) {
        throw new OutboxFullException("Redis or the outbox has no room; nothing was sent");
      }
      return result;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new MasException("it could not be sent: " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new MasException(
          "Redis has not answered for " + ACCEPT_SECONDS + " s; it is sent when Redis is back", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MasException("interrupted while sending; it may be sent still", e);
    }
  }
}
