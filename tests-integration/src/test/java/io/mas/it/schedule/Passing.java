package io.mas.it.schedule;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.models.stream.PendingMessage;

/** The passing of time, which is made rather than waited for. */
final class Passing {
  private static final long LONG_IDLE = 3_600_000;

  private final World world;

  Passing(World world) {
    this.world = world;
  }

  /** What an instance holds has not been renewed for long, whether it lives or not. */
  void unrenewed(Worker worker) {
    var redis = world.server.redis;
    String inbox = world.server.keys.inbox(worker.agent);
    world.ledger.disorderly(worker.agent);
    Consumer<String> of = Consumer.from(Server.GROUP, worker.name);
    String[] held =
        redis.xpending(inbox, of, Range.unbounded(), Limit.from(1_000)).stream()
            .map(PendingMessage::getId)
            .toArray(String[]::new);
    if (held.length > 0) {
      world.says(worker.name + " renews nothing for long");
      redis.xclaim(inbox, of, new XClaimArgs().minIdleTime(0).idle(LONG_IDLE).justid(), held);
    }
  }

  /** Everything that is delayed is due. */
  void due() {
    for (String agent : World.AGENTS) {
      String timers = world.server.keys.timers(agent);
      for (String id : world.server.redis.zrange(timers, 0, -1)) {
        world.says(id + " is due");
        world.server.redis.zadd(timers, 1, id);
      }
    }
  }
}
