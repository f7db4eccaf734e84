package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JavaType;
import io.mas.OutboxFullException;
import io.mas.protocol.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The effects of handling one message, collected until the handler returns: state changes and
 * sends.
 *
 * <p>Thread-safe; open until {@link #close}, and what comes later is not part of it.
 */
final class Turn {
  /** Most messages that one turn sends. */
  static final int MAX_SENDS = 10_000;

  /** Most bytes of one turn, of the payloads it sends and of the state it leaves. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private final UUID message;
  private final StateCell cell;
  private final long deadline;
  private final Answers answers;
  private final List<Outgoing> sends = new ArrayList<>();
  private final List<DelayedMessage> delays = new ArrayList<>();
  private final List<UUID> recalls = new ArrayList<>();
  private @Nullable StateSnapshot base;
  private @Nullable Map<String, String> changed;
  private long sentBytes;
  private long changedBytes;
  private int requests;
  private boolean open = true;

  Turn(UUID message, StateCell cell, long deadline) {
    this(message, cell, deadline, new Answers());
  }

  Turn(UUID message, StateCell cell, long deadline, Answers answers) {
    this.message = message;
    this.cell = cell;
    this.deadline = deadline;
    this.answers = answers;
  }

  /** What its requests have been answered, also when it has run before. */
  Answers answers() {
    return answers;
  }

  /** When nobody waits for this turn's answer any more, in milliseconds since 1970; 0 for never. */
  long deadline() {
    return deadline;
  }

  /** The state as this turn sees it. */
  synchronized StateSnapshot state() {
    StateSnapshot read = read();
    return changed == null ? read : new StateSnapshot(read.revision(), changed);
  }

  synchronized void change(Map<String, String> properties) {
    read();
    set(properties);
  }

  /** Sets some properties; the result must fit the type. */
  synchronized void change(Map<String, ?> properties, JavaType type) {
    Map<String, String> merged = state().with(properties);
    new StateSnapshot("", merged).mustFit(type, properties.keySet());
    set(merged);
  }

  private void set(Map<String, String> properties) {
    long bytes = 0;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      bytes += bytes(property.getKey()) + bytes(property.getValue());
    }
    requireRoom(sends.size() + delays.size(), sentBytes + bytes);
    changed = properties;
    changedBytes = bytes;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** One call to Redis commits a turn as a whole, so it cannot be of any size. */
  private static void requireRoom(int messages, long bytes) {
    if (messages > MAX_SENDS || bytes > MAX_BYTES) {
      throw new OutboxFullException(
          "one turn may send %d messages and take %d bytes with the state; this would be %d and %d"
              .formatted(MAX_SENDS, MAX_BYTES, messages, bytes));
    }
  }

  /**
   * Adds a message; false if the turn is over.
   *
   * @throws OutboxFullException if the turn would become too large
   */
  synchronized boolean send(Outgoing outgoing) {
    if (open) {
      int bytes = outgoing.payload().length;
      requireRoom(sends.size() + delays.size() + 1, sentBytes + changedBytes + bytes);
      sentBytes += bytes;
      sends.add(outgoing);
    }
    return open;
  }

  /**
   * Adds a message that leaves later; false if the turn is over.
   *
   * @throws OutboxFullException if the turn would become too large
   */
  synchronized boolean delay(DelayedMessage delayed) {
    if (open) {
      int bytes = delayed.message().payload().length;
      requireRoom(sends.size() + delays.size() + 1, sentBytes + changedBytes + bytes);
      sentBytes += bytes;
      delays.add(delayed);
    }
    return open;
  }

  /**
   * Takes back a message that this turn has delayed itself, or has the commit take back one that
   * was delayed before; false if the turn is over.
   *
   * @param waits whether it was seen to wait
   */
  synchronized boolean recall(UUID delayed, boolean waits) {
    if (open && !delays.removeIf(own -> own.message().envelope().id().equals(delayed)) && waits) {
      recalls.add(delayed);
    }
    return open;
  }

  /** Whether this turn itself has delayed a message. */
  synchronized boolean delays(UUID delayed) {
    return delays.stream().anyMatch(own -> own.message().envelope().id().equals(delayed));
  }

  /** Whether this turn takes a message back. */
  synchronized boolean recalls(UUID delayed) {
    return recalls.contains(delayed);
  }

  /** The id of the next request, the same when this message is handled again. */
  synchronized UUID nextRequestId() {
    requests++;
    return MessageId.derived(message, requests);
  }

  /** Whether the state that it has read is still the latest of this instance. */
  synchronized boolean isCurrent() {
    return base == null || cell.isLatest(base);
  }

  private StateSnapshot read() {
    StateSnapshot known = base;
    if (known == null) {
      known = cell.latest();
      base = known;
    }
    return known;
  }

  /**
   * Ends the turn.
   *
   * @return what is to be committed, or null if another turn of this instance has changed the state
   *     meanwhile: then it must run again
   */
  synchronized @Nullable TurnCommit close(Settlement settles) {
    open = false;
    StateSnapshot read = base;
    if (read == null) {
      return commit(settles, null, "", Map.of(), List.of());
    }
    Map<String, String> sets = Map.of();
    List<String> deletes = List.of();
    if (changed != null) {
      sets = read.changedIn(changed);
      deletes = read.missingIn(changed);
    }
    String next = "";
    if (!sets.isEmpty() || !deletes.isEmpty()) {
      next = cell.nextRevision();
      if (!cell.advance(read, new StateSnapshot(next, java.util.Objects.requireNonNull(changed)))) {
        return null;
      }
    }
    return commit(settles, read.revision(), next, sets, deletes);
  }

  private TurnCommit commit(
      Settlement settles,
      @Nullable String revision,
      String next,
      Map<String, String> sets,
      List<String> deletes) {
    return new TurnCommit(
        settles,
        revision,
        next,
        sets,
        deletes,
        List.copyOf(sends),
        List.copyOf(delays),
        List.copyOf(recalls));
  }

  /** Ends the turn without any effect. */
  synchronized void discard() {
    open = false;
    sends.clear();
    delays.clear();
    recalls.clear();
  }
}
