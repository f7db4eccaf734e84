package io.mas.gateway.route;

import io.mas.gateway.identity.SenderLedger;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Finds the instances of a shard whose registration has lapsed and notes when. Such an instance can
 * send no more; the next read of its outbox to the end lets it be dropped from the ledger. Asks for
 * each about once in its lease. Used by one thread.
 */
final class Lapses {
  /** How far our sample of the clock of Redis may be behind. */
  private static final long CLOCK_SLACK_MILLIS = 1_000;

  /** Longer than from reading an outbox to deciding on it, which is within one lease. */
  static final long READ_SLACK_MILLIS = 10_000;

  /** What PTTL says of a key that is not there. */
  private static final long GONE = -2;

  private final InstantSource clock;
  private final Keys keys;
  private final Function<String, CompletableFuture<Long>> timeToLive;
  private final Map<Instance, Long> askAt = new HashMap<>();

  private record Instance(String sender, String instance) {}

  /**
   * By these lights.
   *
   * @param clock the time of Redis
   * @param timeToLive starts to ask how long a key lives, in milliseconds, as PTTL does
   */
  Lapses(InstantSource clock, Keys keys, Function<String, CompletableFuture<Long>> timeToLive) {
    this.clock = clock;
    this.keys = keys;
    this.timeToLive = timeToLive;
  }

  void check(ShardState state, CommitPlan plan, Doorbell bell) {
    Map<Instance, CompletableFuture<Long>> asked = ask(state, bell);
    Map<String, SenderLedger> changed = new LinkedHashMap<>();
    asked.forEach(
        (instance, answer) -> {
          long left = RedisLink.await("PTTL", answer);
          // read after the answer: until then the instance may have lived, and sent
          long now = clock.millis();
          if (left == GONE) {
            changed.put(
                instance.sender(),
                changed
                    .getOrDefault(instance.sender(), state.ledger(instance.sender()))
                    .lapsed(instance.instance(), now + CLOCK_SLACK_MILLIS));
            bell.ring(instance.sender());
          } else {
            askAt.put(instance, now + Math.max(1_000, left));
          }
        });
    changed.forEach((sender, ledger) -> state.ledger(sender, ledger, plan));
  }

  /** Asks for those whose lease may have ended, and forgets those that are gone. */
  private Map<Instance, CompletableFuture<Long>> ask(ShardState state, Doorbell bell) {
    long now = clock.millis();
    Map<Instance, CompletableFuture<Long>> asked = new LinkedHashMap<>();
    Map<Instance, Long> still = new HashMap<>();
    state
        .ledgers()
        .forEach(
            (sender, ledger) ->
                ledger
                    .instances()
                    .forEach(
                        (id, entry) -> {
                          Instance instance = new Instance(sender, id);
                          long at = askAt.getOrDefault(instance, 0L);
                          if (entry.lapsedAt() != 0 || ledger.hasExpired(spentBefore(now))) {
                            // read to the end once more, it can be dropped, or its token is spent
                            bell.ring(sender);
                          } else if (at <= now) {
                            asked.put(instance, timeToLive.apply(keys.instance(sender, id)));
                          } else {
                            still.put(instance, at);
                          }
                        }));
    askAt.clear();
    askAt.putAll(still);
    return asked;
  }

  /**
   * Before when a token must have expired for nothing under it to come any more, once the outbox is
   * read to the end: by then what entered it before has been read.
   */
  static long spentBefore(long now) {
    return now - READ_SLACK_MILLIS;
  }

  void forget() {
    askAt.clear();
  }

  /** How many instances it remembers. */
  int remembered() {
    return askAt.size();
  }
}
