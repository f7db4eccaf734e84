package io.mas.it.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What everybody in a schedule shares: Redis, the network before it, the ledger and the trace. */
final class World {
  static final List<String> AGENTS = List.of("alice", "bob");

  private static final int LONGEST_TRACE = 400;

  /** A call that arrives late. */
  record Late(String name, Runnable arrives) {}

  final Server server;
  final Ledger ledger = new Ledger();
  final List<Late> late = new ArrayList<>();
  final List<String> trace = new ArrayList<>();

  World(Server server) {
    this.server = server;
    server.redis.flushall();
    for (String agent : AGENTS) {
      server.redis.xgroupCreate(
          io.lettuce.core.XReadArgs.StreamOffset.from(server.keys.inbox(agent), "0"),
          Server.GROUP,
          io.lettuce.core.XGroupCreateArgs.Builder.mkstream());
    }
  }

  static String other(String agent) {
    return agent.equals(AGENTS.get(0)) ? AGENTS.get(1) : AGENTS.get(0);
  }

  /** Whether an agent's lanes are parked behind dead letters. */
  static boolean parks(String agent) {
    return agent.equals(AGENTS.get(1));
  }

  void says(String line) {
    if (trace.size() < LONGEST_TRACE) {
      trace.add(line);
    }
  }

  /** Calls a function, if the network lets it; empty if there is no answer. */
  Optional<List<String>> call(
      String who, Fate fate, String function, List<String> keys, List<String> arguments) {
    switch (fate) {
      case LOST -> {
        return Optional.empty();
      }
      case LATE -> {
        late.add(new Late(function + " of " + who, () -> server.call(function, keys, arguments)));
        return Optional.empty();
      }
      default -> {
        List<String> answer = server.call(function, keys, arguments);
        return fate == Fate.ANSWERED ? Optional.of(answer) : Optional.empty();
      }
    }
  }

  /** A call that was delayed arrives. */
  void arrive(int which) {
    Late call = late.remove(which);
    says("a late call arrives: " + call.name());
    call.arrives().run();
  }
}
