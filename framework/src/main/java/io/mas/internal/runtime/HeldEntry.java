package io.mas.internal.runtime;

/** An entry that this instance holds. Both streams of an instance may have one of the same id. */
record HeldEntry(Settlement.Source source, String id) {
  static HeldEntry of(Delivery delivery) {
    return new HeldEntry(delivery.source(), delivery.entryId());
  }
}
