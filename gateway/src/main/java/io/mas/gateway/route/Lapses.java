package io.mas.gateway.route;

import io.mas.gateway.identity.SenderLedger;
import io.mas.internal.redis.RedisLink;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the instances of a shard whose registration has lapsed and notes when. Such an instance can
 * send no more; the next read of its outbox to the end lets it be dropped from the ledger. Asks for
 * each about once in its lease. Used by one thread.
 */
final class Lapses {
  private final GatewayContext context;
  private final Map<String, Long> askAt = new HashMap<>();

  Lapses(GatewayContext context) {
    this.context = context;
  }

  void check(ShardState state, CommitPlan plan, Doorbell bell) {
    long now = context.clock().millis();
    Map<String, CompletableFuture<Long>> asked = new LinkedHashMap<>();
    Map<String, SenderLedger> changed = new LinkedHashMap<>();
    state
        .ledgers()
        .forEach(
            (sender, ledger) ->
                ledger
                    .instances()
                    .forEach(
                        (instance, entry) -> {
                          String name = sender + ":" + instance;
                          if (entry.lapsedAt() != 0) {
                            bell.ring(sender); // read to the end once more, it can be dropped
                          } else if (askAt.getOrDefault(name, 0L) <= now) {
                            asked.put(
                                name,
                                context
                                    .link()
                                    .startTimeToLive(context.keys().instance(sender, instance)));
                          }
                        }));
    asked.forEach(
        (name, answer) -> {
          long left = RedisLink.await("PTTL", answer);
          int colon = name.indexOf(':');
          String sender = name.substring(0, colon);
          if (left == -2) {
            SenderLedger before = changed.getOrDefault(sender, state.ledger(sender));
            changed.put(sender, before.lapsed(name.substring(colon + 1), now));
            askAt.remove(name);
            bell.ring(sender);
          } else {
            askAt.put(name, now + Math.max(1_000, left));
          }
        });
    changed.forEach((sender, ledger) -> state.ledger(sender, ledger, plan));
  }

  void forget() {
    askAt.clear();
  }
}
