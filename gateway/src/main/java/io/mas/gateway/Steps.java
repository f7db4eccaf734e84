package io.mas.gateway;

import org.jspecify.annotations.Nullable;

/** Steps that are all tried, whichever of them fail. Used by one thread. */
final class Steps {
  private @Nullable RuntimeException failure;

  /** Takes one; whether it was done. */
  boolean take(Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      if (failure == null) {
        failure = e;
      } else {
        failure.addSuppressed(e);
      }
      return false;
    }
  }

  /** Fails as the first that failed, with the others suppressed. */
  void end() {
    if (failure != null) {
      throw failure;
    }
  }
}
