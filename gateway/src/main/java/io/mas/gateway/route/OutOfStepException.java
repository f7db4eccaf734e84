package io.mas.gateway.route;

/**
 * What this owner has in memory is not what Redis has: another one holds a higher fencing number,
 * or a failover took back what was read. Nothing was written; the state is to be read anew.
 */
final class OutOfStepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutOfStepException(String message) {
    super(message);
  }
}
