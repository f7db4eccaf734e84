package io.mas.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A running instance of an agent: registers, handles what comes in, and sends by one writer. */
final class Instance {
  private static final int ITEMS_IN_A_CALL = 3;

  final String agent;
  final String iid;
  boolean running = true;

  private final World world;
  private final AgentScripts scripts;
  private final int shard;

  private final Membership membership;
  private int order;
  private int nextMessage = 1;
  private long nextCall = 1;
  private final Deque<Item> queue = new ArrayDeque<>();
  private boolean handling;

  // The call under way: what it carries, and its answer once there is one.
  private List<Item> call = List.of();
  private Optional<AgentScripts.Answer> answer = Optional.empty();
  private int answeredIn;

  Instance(World world, String agent, String iid) {
    this.world = world;
    this.agent = agent;
    this.iid = iid;
    scripts = new AgentScripts(world);
    shard = World.shardOf(agent);
    membership = new Membership(world, agent, iid);
  }

  void steps(List<Step> steps) {
    if (!running) {
      return;
    }
    if (membership.hasLapsed(nextCall)) {
      // also while a call is under way of which nobody knows whether it has run
      steps.add(Step.progress(() -> iid + " finds its record gone", membership::lost));
    }
    if (!membership.isHeld()) {
      membership.steps(steps, nextMessage - 1, nextCall);
    } else if (!call.isEmpty()) {
      calling(steps);
    } else if (!queue.isEmpty()) {
      steps.add(Step.progress(() -> iid + " builds a call", this::buildCall));
    }
    if (isIdle() && scripts.peek(agent, iid)) {
      steps.add(
          Step.progress(
              () -> iid + " reads", () -> scripts.read(agent, iid).ifPresent(this::handle)));
    }
  }

  // What the program does.

  boolean canSend() {
    return running && membership.hasBegun();
  }

  void send(Message.Kind kind, String target) {
    order++;
    queue.add(new Item.Send(message(kind, "m" + order + "-" + iid, target, "", "")));
  }

  void handle(Entry entry) {
    handling = true;
    var message = entry.message();
    var keys = world.keys(agent);
    var replies = new ArrayList<Message>();
    if (message.kind() == Message.Kind.ASK) {
      order++;
      var id = "re" + order + "-" + iid + "(" + message.id() + ")";
      replies.add(message(Message.Kind.REPLY, id, message.sender(), message.iid(), message.id()));
    }
    boolean stateful = message.kind() == Message.Kind.ASK;
    queue.add(
        new Item.Turn(
            entry.id(),
            message,
            stateful ? keys.revision : Item.Turn.STATELESS,
            keys.count + 1,
            replies));
  }

  private Message message(
      Message.Kind kind, String id, String target, String toInstance, String cause) {
    return new Message(id, kind, agent, iid, 0, 0, order, target, toInstance, cause);
  }

  boolean isIdle() {
    return canSend() && !handling;
  }

  // The writer.

  private void buildCall() {
    var items = new ArrayList<Item>();
    int next = nextMessage;
    while (!queue.isEmpty() && items.size() < ITEMS_IN_A_CALL) {
      var item = queue.remove();
      var numbered = new ArrayList<Message>();
      for (var message : item.messages()) {
        numbered.add(message.numbered(next++));
      }
      items.add(
          item instanceof Item.Turn t
              ? new Item.Turn(t.entryId(), t.handled(), t.rev(), t.count(), numbered)
              : new Item.Send(numbered.get(0)));
    }
    if (!world.has(Rule.ONE_WRITER)) {
      java.util.Collections.reverse(items); // two threads: the later number overtakes the earlier
    }
    call = items;
  }

  private void calling(List<Step> steps) {
    if (answer.isPresent()) {
      var got = answer.get();
      steps.add(Step.progress(() -> iid + " awaits call " + nextCall, () -> settleCall(got)));
      return;
    }
    var items = call;
    long thisCall = nextCall;
    Step.call(
        steps,
        world,
        () -> iid + " call " + thisCall + " " + items.stream().map(Item::messages).toList(),
        () -> scripts.call(agent, iid, thisCall, items),
        got -> {
          answer = Optional.of(got);
          answeredIn = world.epoch(shard);
        });
  }

  private void settleCall(AgentScripts.Answer got) {
    answer = Optional.empty();
    if (got.status() == AgentScripts.Status.UNREGISTERED) {
      membership.lost(); // then the same call again
      return;
    }
    if (world.has(Rule.DURABLE_CALL) && !world.awaitReplica(shard, answeredIn)) {
      return; // the node has failed over: the same call again runs it or finds it run
    }
    for (int i = 0; i < call.size(); i++) {
      settle(call.get(i), got.results().get(i));
    }
    call = List.of();
    nextCall++;
  }

  private void settle(Item item, Item.Result result) {
    if (result == Item.Result.DONE) {
      world.accepted.addAll(item.messages());
      for (var message : item.messages()) {
        nextMessage = Math.max(nextMessage, message.number() + 1);
      }
    }
    if (item instanceof Item.Turn turn) {
      handling = false;
      if (result == Item.Result.CONFLICT) {
        handle(new Entry(turn.entryId(), turn.handled()));
      }
    }
  }

  /** Ends without a word, as by kill -9; its record lapses later. */
  void stop() {
    running = false;
  }

  /** Whether Redis still holds something that time will take away. */
  boolean isRemembered() {
    return world.registered(agent, iid) || world.instanceStream(agent, iid).isPresent();
  }

  /** Time takes away its record and its stream. */
  void lapse() {
    world.lapse(agent, iid);
    world.dropStream(agent, iid);
  }
}
