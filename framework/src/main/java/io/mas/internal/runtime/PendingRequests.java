package io.mas.internal.runtime;

import io.mas.Message;
import io.mas.RequestTimeoutException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The requests of one instance that wait for their replies. Thread-safe.
 *
 * <p>The futures end on the threads that read from Redis or keep time: nothing that may block may
 * depend on them directly.
 */
final class PendingRequests {
  private final ConcurrentMap<UUID, CompletableFuture<Message>> waiting = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;

  PendingRequests(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Waits for the reply to a request, at most so long. */
  CompletableFuture<Message> expect(UUID id, Duration timeout, String what) {
    CompletableFuture<Message> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    // its own future, not whatever waits under its id by then: a handler that is run again asks
    // again
    ScheduledFuture<?> end =
        timer.schedule(
            () -> {
              waiting.remove(id, reply);
              RequestTimeoutException late =
                  new RequestTimeoutException(
                      what + " was not answered within " + timeout.toMillis() + " ms");
              reply.completeExceptionally(late);
            },
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
    reply.whenComplete(
        (done, error) -> {
          end.cancel(false);
          waiting.remove(id, reply);
        });
    return reply;
  }

  /** Hands a reply to whom it is for; false if nobody waits for it (any more). */
  boolean complete(UUID id, Message message) {
    CompletableFuture<Message> reply = waiting.remove(id);
    return reply != null && reply.complete(message);
  }

  /** Fails a request; false if nobody waits for it (any more). */
  boolean fail(UUID id, RuntimeException error) {
    CompletableFuture<Message> reply = waiting.remove(id);
    return reply != null && reply.completeExceptionally(error);
  }

  /** Fails all that wait. */
  void failAll(RuntimeException error) {
    waiting.keySet().forEach(id -> fail(id, error));
  }
}
