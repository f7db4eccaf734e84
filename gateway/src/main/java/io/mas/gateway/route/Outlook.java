package io.mas.gateway.route;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Reads what the entries of a batch may ask for, so that deciding needs no I/O; nothing for most.
 * Used by one owner's thread.
 */
final class Outlook {
  private final int shard;
  private final GatewayContext context;
  private final Backlogs backlogs;

  Outlook(int shard, GatewayContext context, Backlogs backlogs) {
    this.shard = shard;
    this.context = context;
    this.backlogs = backlogs;
  }

  void bringUpToDate(OutboxReader.Reading reading, ShardState state) {
    reading
        .unknownShards(context.directory().current(), context.keys())
        .forEach(context.directory()::refresh);
    List<String> claims = reading.claims();
    state.released(
        claims.isEmpty() ? Map.of() : context.link().fields(Keys.released(shard), claims));
    lookAtInboxes(reading.forInboxes());
    if (reading.asksGateway()) {
      context.registry().refresh();
    }
  }

  /** Those that are not known or may be filling up; one round trip for all of them. */
  private void lookAtInboxes(Map<String, Integer> wanted) {
    Map<String, CompletableFuture<Long>> asked = new HashMap<>();
    wanted.forEach(
        (agent, more) -> {
          if (backlogs.isToBeSeen(agent, more) && isProvisioned(agent)) {
            asked.put(agent, context.link().startLength(context.keys().inbox(agent)));
          }
        });
    asked.forEach((agent, answer) -> backlogs.saw(agent, length(answer), 0, now()));
  }

  /** Of others there is nothing to know, and no end. */
  private boolean isProvisioned(String agent) {
    return context.directory().current().find(context.keys().shardOf(agent), agent) != null;
  }

  private long now() {
    return context.clock().millis();
  }

  private static long length(CompletableFuture<Long> answer) {
    try {
      return RedisLink.await("XLEN", answer);
    } catch (LinkException e) {
      if (e.failure() != LinkException.Cause.REFUSED) {
        throw e;
      }
      return 0; // an agent has spoiled its own inbox, which the delivery will find
    }
  }
}
