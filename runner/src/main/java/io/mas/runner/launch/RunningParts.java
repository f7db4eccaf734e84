package io.mas.runner.launch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts that were started, closed in the opposite order.
 *
 * <p>Thread-safe: a signal may close them while others still start. Whoever closes them waits until
 * all are closed, also when another thread is at it, so that no part goes before one that uses it.
 */
final class RunningParts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningParts.class);

  private record Part(String name, AutoCloseable closing) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private final Object oneCloses = new Object();
  private boolean closing;

  /**
   * Takes a part that has just been started.
   *
   * @throws CancellationException if all are being closed, as this one then is too
   */
  <T extends AutoCloseable> T add(String name, T part) {
    Part added = new Part(name, part);
    synchronized (parts) {
      if (!closing) {
        parts.push(added);
        return part;
      }
    }
    close(added);
    throw new CancellationException("stopped while it started");
  }

  /** Whether {@link #close} has been called. */
  boolean isClosing() {
    synchronized (parts) {
      return closing;
    }
  }

  /** Closes all; one that fails is logged and does not keep the others from it. */
  @Override
  public void close() {
    synchronized (parts) {
      closing = true;
    }
    synchronized (oneCloses) {
      for (Part part = last(); part != null; part = last()) {
        close(part);
      }
    }
  }

  private @Nullable Part last() {
    synchronized (parts) {
      return parts.poll();
    }
  }

  private static void close(Part part) {
    try {
      part.closing().close();
      log.debug("{} closed", part.name());
    } catch (Exception e) {
      log.error("{} did not stop cleanly", part.name(), e);
    }
  }
}
