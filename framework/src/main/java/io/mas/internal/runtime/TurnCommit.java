package io.mas.internal.runtime;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that one turn does, to be committed as one.
 *
 * @param source where its message was read, which it settles
 * @param entryId the message's entry, or empty if it handles none
 * @param revision the revision of the state it has read, or null if it took no notice of it
 * @param nextRevision the state's revision after it, if it changes the state
 * @param sets properties of the state that it sets, as JSON
 * @param deletes properties that it removes
 * @param sends what it sends, in order
 */
record TurnCommit(
    Source source,
    String entryId,
    @Nullable String revision,
    String nextRevision,
    Map<String, String> sets,
    List<String> deletes,
    List<Outgoing> sends) {

  /** Where an entry was read; the number is the key's place in the script's call. */
  enum Source {
    NONE(0),
    INBOX(4),
    INSTANCE(5);

    final int key;

    Source(int key) {
      this.key = key;
    }
  }

  /** A turn that only settles its entry. */
  static TurnCommit settle(Source source, String entryId) {
    return new TurnCommit(source, entryId, null, "", Map.of(), List.of(), List.of());
  }
}
