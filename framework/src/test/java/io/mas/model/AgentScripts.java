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

  /** Registers an instance: only the last number plus one is taken. Returns the last number. */
  int register(String agent, String iid, int number) {
    var keys = world.keys(agent);
    if (!keys.records.containsKey(iid) && number == keys.lastInstance + 1) {
      keys.lastInstance = number;
      keys.records.put(iid, number);
      keys.instanceStreams.put(iid, new ArrayList<>());
      var id = "register " + iid;
      append(
          agent,
          List.of(new Message(id, Message.Kind.REGISTER, agent, iid, number, 0, 0, agent, "", "")));
    }
    return keys.records.getOrDefault(iid, keys.lastInstance);
  }

  /** One call of an instance's writer: turns and plain sends, each item with its own result. */
  Answer call(String agent, String iid, long number, List<Item> items) {
    var keys = world.keys(agent);
    var last = keys.calls.getOrDefault(iid, new Answer(Status.RUN, 0, List.of()));
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

  /** Appends to the outbox; rings only if it was empty, for else the gateway looks anyway. */
  private void append(String agent, List<Message> messages) {
    var outbox = world.keys(agent).outbox;
    var wasEmpty = outbox.isEmpty();
    messages.forEach(message -> outbox.put(world.nextId(), message));
    if (wasEmpty && !outbox.isEmpty()) {
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
