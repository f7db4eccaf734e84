package io.mas.gateway.route;

import java.util.List;

/**
 * What this owner has in memory is not what Redis has: another one holds a higher fencing number,
 * or a failover took back what was read. Nothing was written; the state is to be read anew.
 */
final class OutOfStepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Integer> places;

  OutOfStepException(String message) {
    this(message, List.of());
  }

  /**
   * @param places the senders, by their place in the plan, whose last entry is gone
   */
  OutOfStepException(String message, List<Integer> places) {
    super(message);
    this.places = List.copyOf(places);
  }

  List<Integer> places() {
    return places;
  }
}
