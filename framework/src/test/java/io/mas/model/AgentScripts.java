package io.mas.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scripts that an agent's instances run, on the node of the agent's shard. */
final class AgentScripts {
  private final World world;

  AgentScripts(World world) {
    this.world = world;
  }

  enum Status {
    /** Run now, or run before under this number: the results are those of the one run. */
    RUN,
    OLD_CALL,
    UNREGISTERED
  }

  record Answer(Status status, long call, List<Item.Result> results) {}

  /** What a registration came to; {@code last} is the last number that the agent has given. */
  record Joined(Outcome outcome, int last) {
    enum Outcome {
      REGISTERED,
      /** The number was not the last one plus one. */
      NUMBER_TAKEN,
      /** The call that the instance took for outstanding has run. */
      CALL_HAS_RUN
    }
  }

  /**
   * Registers an instance, for the first time or anew: only the last number plus one is taken.
   *
   * @param lastMessage the highest message number that no outstanding call uses
   * @param nextCall the call that is outstanding, or comes next
   */
  Joined register(String agent, String iid, int number, int lastMessage, long nextCall) {
    var keys = world.keys(agent);
    if (keys.records.containsKey(iid)) {
      return new Joined(Joined.Outcome.REGISTERED, keys.lastInstance);
    }
    if (world.has(Rule.REGISTER_AT_CALL) && lastCall(keys, iid).call() >= nextCall) {
      return new Joined(Joined.Outcome.CALL_HAS_RUN, keys.lastInstance);
    }
    if (number != keys.lastInstance + 1) {
      return new Joined(Joined.Outcome.NUMBER_TAKEN, keys.lastInstance);
    }
    keys.lastInstance = number;
    keys.records.put(iid, number);
    keys.instanceStreams.putIfAbsent(iid, new ArrayList<>());
    append(agent, List.of(Message.register(agent, iid, number, lastMessage)));
    return new Joined(Joined.Outcome.REGISTERED, number);
  }

  private static Answer lastCall(AgentKeys keys, String iid) {
    return keys.calls.getOrDefault(iid, new Answer(Status.RUN, 0, List.of()));
  }

  /** One call of an instance's writer: turns and plain sends, each item with its own result. */
  Answer call(String agent, String iid, long number, List<Item> items) {
    var keys = world.keys(agent);
    var last = lastCall(keys, iid);
    if (world.has(Rule.CALL_NUMBER) && number <= last.call()) {
      return number == last.call() ? last : new Answer(Status.OLD_CALL, number, List.of());
    }
    if (world.has(Rule.SEND_NEEDS_RECORD) && !world.registered(agent, iid)) {
      return new Answer(Status.UNREGISTERED, number, List.of());
    }
    var results = new ArrayList<Item.Result>();
    for (var item : items) {
      var result = item instanceof Item.Turn turn ? settle(keys, iid, turn) : Item.Result.DONE;
      if (result == Item.Result.DONE) {
        append(agent, item.messages());
      }
      results.add(result);
    }
    var answer = new Answer(Status.RUN, number, results);
    keys.calls.put(iid, answer);
    return answer;
  }

  private Item.Result settle(AgentKeys keys, String iid, Item.Turn turn) {
    if (world.has(Rule.CONSUMER_CHECK) && !iid.equals(keys.pending.get(turn.entryId()))) {
      return Item.Result.TAKEN_OVER;
    }
    if (world.has(Rule.STATE_REVISION) && turn.isStateful() && keys.revision != turn.rev()) {
      return Item.Result.CONFLICT;
    }
    keys.pending.remove(turn.entryId());
    keys.inbox.remove(turn.entryId());
    if (turn.isStateful()) {
      keys.count = turn.count();
      keys.revision++;
    }
    keys.handled.add(turn.handled());
    return Item.Result.DONE;
  }

  /** Appends to the outbox; rings only if all was decided, for else the gateway looks anyway. */
  private void append(String agent, List<Message> messages) {
    var keys = world.keys(agent);
    var rings =
        world.has(Rule.RING_WHEN_ALL_DECIDED) ? !world.hasMore(agent) : keys.outbox.isEmpty();
    for (var message : messages) {
      keys.lastSent = world.nextId();
      keys.outbox.put(keys.lastSent, message);
    }
    if (rings && !messages.isEmpty()) {
      world.ring(agent);
    }
  }

  /** XREADGROUP: an entry that this instance holds already, else the first that nobody holds. */
  Optional<Entry> read(String agent, String iid) {
    var keys = world.keys(agent);
    return first(keys, iid).or(() -> first(keys, "").map(e -> claim(agent, iid, e.id())));
  }

  /** Whether a read would return something. */
  boolean peek(String agent, String iid) {
    var keys = world.keys(agent);
    return first(keys, iid).or(() -> first(keys, "")).isPresent();
  }

  private static Optional<Entry> first(AgentKeys keys, String holder) {
    return keys.inbox.entrySet().stream()
        .filter(e -> keys.pending.getOrDefault(e.getKey(), "").equals(holder))
        .findFirst()
        .map(e -> new Entry(e.getKey(), e.getValue()));
  }

  /** XCLAIM: the instance becomes the consumer of the entry, whoever was. */
  Entry claim(String agent, String iid, long id) {
    var keys = world.keys(agent);
    keys.pending.put(id, iid);
    return new Entry(id, java.util.Objects.requireNonNull(keys.inbox.get(id)));
  }
}
