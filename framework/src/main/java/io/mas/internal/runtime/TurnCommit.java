package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that one turn does, to be committed as one.
 *
 * @param settles the message that it handles
 * @param revision the revision of the state it has read, or null if it took no notice of it
 * @param nextRevision the state's revision after it, if it changes the state
 * @param sets properties of the state that it sets, as JSON
 * @param deletes properties that it removes
 * @param sends what it sends, in order
 * @param delays what it sends later
 * @param recalls the delayed messages that it takes back
 */
record TurnCommit(
    Settlement settles,
    @Nullable String revision,
    String nextRevision,
    Map<String, String> sets,
    List<String> deletes,
    List<Outgoing> sends,
    List<DelayedMessage> delays,
    List<UUID> recalls)
    implements Effect {

  /** A turn that only settles its entry, and sends some messages about it. */
  static TurnCommit settle(Settlement settlement, List<Outgoing> sends) {
    return new TurnCommit(settlement, null, "", Map.of(), List.of(), sends, List.of(), List.of());
  }

  /** A turn that only settles an entry of no lane. */
  static TurnCommit settle(Settlement.Source source, String entryId) {
    return settle(Settlement.of(source, entryId), List.of());
  }

  /** The same, not to be done where a turn before it was not. */
  TurnCommit inOrder() {
    return new TurnCommit(
        settles.inOrder(true), revision, nextRevision, sets, deletes, sends, delays, recalls);
  }

  @Override
  public boolean needsAllKeys() {
    return !settles.isPlain() || !delays.isEmpty() || !recalls.isEmpty();
  }

  @Override
  public void encode(Arguments to, Signer signer) {
    if (needsAllKeys()) {
      to.add("U").add(settles.lane()).add(settles.message()).add(settles.flags());
      to.add(delays.size()).add(recalls.size());
    } else {
      to.add(settles.inOrder() ? "V" : "T");
    }
    to.add(settles.source().key).add(settles.entryId());
    to.add(revision == null ? "" : revision).add(nextRevision);
    to.add(sets.size()).add(deletes.size()).add(sends.size());
    sets.forEach((property, json) -> to.add(property).add(json));
    deletes.forEach(to::add);
    sends.forEach(message -> signer.sign(message, to));
    delays.forEach(delay -> delay.encodeInTurn(to));
    recalls.forEach(message -> to.add(message.toString()));
  }
}
