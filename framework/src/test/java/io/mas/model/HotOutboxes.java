package io.mas.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The outboxes that an owner reads without waiting for a ring. A sender rings only when its outbox
 * was empty; so an outbox stays here until one of the owner's own commits has seen it empty.
 */
final class HotOutboxes {
  private final World world;
  private final Set<String> hot = new HashSet<>();
  private final Set<String> rungSinceRead = new HashSet<>();

  HotOutboxes(World world) {
    this.world = world;
  }

  void rung(String sender) {
    hot.add(sender);
    rungSinceRead.add(sender);
  }

  boolean contains(String sender) {
    return hot.contains(sender);
  }

  void read() {
    rungSinceRead.clear();
  }

  /** A read found nothing undecided, which says nothing about the next ring. */
  void nothingNew(Collection<String> senders) {
    if (!world.has(Rule.BELL_AFTER_EMPTY)) {
      hot.removeAll(senders);
    }
  }

  /** The commit saw these empty; a ring that came meanwhile tells of something later. */
  void seenEmpty(Collection<String> senders) {
    if (!world.has(Rule.BELL_AFTER_EMPTY)) {
      return;
    }
    var cold = new HashSet<>(senders);
    if (world.has(Rule.RING_OUTLIVES_COMMIT)) {
      cold.removeAll(rungSinceRead);
    }
    hot.removeAll(cold);
  }
}
