package io.mas.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The outboxes that an owner is to read: those that rang, and those of which its own commit said
 * that more was sent, for such a sender does not ring.
 */
final class HotOutboxes {
  private final World world;
  private final Set<String> hot = new HashSet<>();

  HotOutboxes(World world) {
    this.world = world;
  }

  void rung(String sender) {
    hot.add(sender);
  }

  boolean isEmpty() {
    return hot.isEmpty();
  }

  /** Those to read now; who rings from here on waits for the next round. */
  Set<String> take() {
    var taken = Set.copyOf(hot);
    hot.clear();
    return taken;
  }

  /** A commit has decided of these senders, and of some of them there is more. */
  void committed(Collection<String> senders, Collection<String> more) {
    if (!world.has(Rule.RING_OUTLIVES_COMMIT)) {
      hot.removeAll(senders);
    }
    if (world.has(Rule.COMMIT_TELLS_OF_MORE)) {
      hot.addAll(more);
    }
  }
}
