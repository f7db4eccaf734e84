package io.mas.gateway.route;

import io.mas.gateway.breaker.Circuits;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.LinkException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one shard while it holds the lease: reads its outboxes, decides, commits, delivers, and
 * clears what was delivered. A thread of its own runs it.
 *
 * <p>After a crash at any point another owner goes on: what was not committed is decided afresh,
 * what was committed and not delivered is delivered first.
 */
final class ShardOwner implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ShardOwner.class);
  private static final int MAX_SENDERS = 64;
  private static final long SWEEP_MILLIS = 1_000;
  private static final long LINGER_MILLIS = 5;
  private static final long RETRY_MILLIS = 100;

  /**
   * What waits for a limit is looked at again after so long: until then other rules may refuse it,
   * or other limits let it pass.
   */
  private static final long MAX_HELD_MILLIS = 500;

  private static final long ASIDE_MILLIS = 2_000;

  private final int shard;
  private final GatewayContext context;
  private final Doorbell bell;
  private final Term term;
  private final OutboxReader outboxes;
  private final Deliverer deliverer;
  private final Backlogs backlogs;
  private final Outlook outlook;
  private final Lapses lapses;
  private final BacklogAges ages;
  private final Approvals approvals;
  private volatile boolean running = true;

  private ShardState state = new ShardState();
  private long sweepAt;

  /** Senders that removed what they had sent, or are over a limit that lets them wait. */
  private final Aside aside = new Aside();

  /** Failures for which there was no memory to log them. */
  private int unlogged;

  /** Delivered since the last commit: to be cleared with the next. */
  private final List<Outbound> delivered = new ArrayList<>();

  ShardOwner(int shard, GatewayContext context, Doorbell bell) {
    this.shard = shard;
    this.context = context;
    this.bell = bell;
    this.term = new Term(shard, context.id(), context.link());
    this.outboxes = new OutboxReader(context.link(), context.keys());
    this.backlogs = new Backlogs(() -> context.bearing().get().maxBacklog());
    this.deliverer =
        new Deliverer(
            context.link(),
            context.keys(),
            context.deadLetters(),
            context.clock()::millis,
            context.droppedReplies(),
            backlogs);
    this.outlook = new Outlook(shard, context, backlogs);
    this.ages = new BacklogAges(context.link(), context.keys());
    this.lapses = new Lapses(context.clock(), context.keys(), context.link()::startTimeToLive);
    this.approvals = new Approvals(shard, context);
  }

  /** Ends after the batch that is under way. */
  void stop() {
    running = false;
    bell.ring("");
  }

  @Override
  public void run() {
    while (running) {
      try {
        if (term.isHeld()) {
          round();
        } else if (term.begin()) {
          takeOver();
        } else {
          pause(term.untilBegin());
        }
      } catch (OutOfStepException e) {
        log.warn("shard {}: {}; reading its state anew", shard, e.getMessage());
        term.abandon();
      } catch (LinkException e) {
        log.warn("shard {}: {}; reading its state anew when Redis answers", shard, e.getMessage());
        term.abandon();
        pause(RETRY_MILLIS);
      } catch (Throwable e) {
        // errors too, such as lack of memory: a shard without its thread would stand still for good
        // while this process holds its lease no more, yet looks alive
        term.abandon();
        logFailure(e);
        pause(RETRY_MILLIS);
      }
    }
    term.end();
  }

  private void logFailure(Throwable failure) {
    try {
      log.error(
          "shard {}: a round failed ({} before it unlogged); reading its state anew",
          shard,
          unlogged,
          failure);
      unlogged = 0;
    } catch (OutOfMemoryError e) {
      unlogged++;
    }
  }

  /** First of all: what an owner before has committed and may not have delivered. */
  private void takeOver() {
    delivered.clear();
    deliverer.forget();
    lapses.forget();
    backlogs.forget();
    state =
        ShardState.load(
            context.link(), shard, context.bearing().get().limits(), context.clock().millis());
    context.directory().refresh(shard);
    sweepAt = 0;
    if (state.due().isEmpty()) {
      return;
    }
    CommitPlan plan = new CommitPlan(shard);
    List<Outbound> due = new Recovery(context, outboxes, state, plan).due();
    log.info("shard {}: delivering {} messages that were due", shard, due.size());
    deliver(due);
    commit(plan, List.of());
  }

  private void round() {
    if (term.untilRenewal() <= 0) {
      term.renew();
    }
    long now = nowMillis();
    if (now >= sweepAt) {
      sweep();
      sweepAt = now + SWEEP_MILLIS;
    }
    aside.due(now).forEach(bell::ring);
    long wait = delivered.isEmpty() ? Math.min(term.untilRenewal(), sweepAt - now) : LINGER_MILLIS;
    wait = Math.min(wait, aside.nextAt() - now);
    List<String> senders = take(Math.max(1, wait));
    if (senders.isEmpty() && delivered.isEmpty()) {
      return;
    }
    OutboxReader.Reading reading = outboxes.read(senders, state);
    // not on what was known before Redis was away, or this process was paused: somebody may have
    // been revoked meanwhile
    context.freshness().run();
    outlook.bringUpToDate(reading, state);
    CommitPlan plan = new CommitPlan(shard);
    long decidedAt = nowMillis();
    Batch batch = new Batch(context.snapshot(), state, plan, backlogs);
    reading
        .entries()
        .forEach(
            (sender, entries) -> {
              long later = decideAll(batch, entries);
              outboxes.readLittle(sender, later > 0);
              if (later > 0) {
                aside.put(sender, decidedAt + Math.min(later, MAX_HELD_MILLIS));
              } else if (reading.toEnd().contains(sender)) {
                // a lapse was seen before this read, so nothing of that instance can follow
                batch.dropLapsed(sender);
              } else {
                bell.ring(sender); // the rest with the next batch
              }
            });
    state.levels().drain(plan::limit);
    if (!plan.isEmpty() || !delivered.isEmpty()) {
      commit(plan, List.copyOf(batch.senders()));
      deliver(batch.outbound());
    }
  }

  /** Up to the first that is to be decided later; in how many milliseconds, or 0. */
  private static long decideAll(Batch batch, List<Intake> entries) {
    for (Intake entry : entries) {
      long later = batch.decide(entry);
      if (later > 0) {
        return later;
      }
    }
    return 0;
  }

  private List<String> take(long waitMillis) {
    try {
      List<String> senders = new ArrayList<>(bell.take(MAX_SENDERS, waitMillis));
      senders.remove("");
      senders.removeIf(aside::contains);
      return senders;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
      return List.of();
    }
  }

  private void setAside(String sender) {
    log.warn(
        "shard {}: what {} has sent was gone before it was decided; looking again in {} ms",
        shard,
        sender,
        ASIDE_MILLIS);
    aside.put(sender, nowMillis() + ASIDE_MILLIS);
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Finds what a lost ring would hide, and the instances that have lapsed. */
  private void sweep() {
    List<String> senders = List.copyOf(context.directory().current().agents(shard));
    if (senders.isEmpty()) {
      return;
    }
    List<String> keys = senders.stream().map(context.keys()::outbox).toList();
    for (Object place : context.link().callForList("mas_sweep", keys, new Arguments())) {
      bell.ring(senders.get((int) ((Long) place - 1)));
    }
    CommitPlan plan = new CommitPlan(shard);
    lapses.check(state, plan, bell);
    approvals.check(state, plan);
    state.levels().settle(context.clock().millis(), plan::limit);
    Circuits.Lights by =
        new Circuits.Lights(
            context.bearing().get().breakers(),
            context.boards().current(),
            context.clock().millis(),
            plan::circuit);
    ages.check(senders, state.circuits(), by);
    state.circuits().settle(senders, by);
    if (!plan.isEmpty()) {
      commit(plan, List.of());
    }
  }

  /** Makes the plan stand, and with it that what was delivered is settled. */
  private void commit(CommitPlan plan, List<String> senders) {
    Set<String> touched = new LinkedHashSet<>(senders);
    for (Outbound message : delivered) {
      plan.delivered(message.field());
      state.removeDue(message.sender(), message.entryId());
      touched.add(message.sender());
    }
    for (String sender : touched) {
      plan.trim(context.keys().outbox(sender), state.lowestKept(sender));
    }
    for (String sender : senders) {
      plan.cursor(sender, state.cursor(sender));
      plan.decided(
          context.keys().outbox(sender), context.keys().sequence(sender), state.cursor(sender));
    }
    List<Boolean> more;
    try {
      more = untilAnswered("commit", Term.LEASE.toMillis(), () -> term.commit(plan));
    } catch (OutOfStepException e) {
      // an agent that removes what it has sent must not hold up the others again and again
      e.places().forEach(place -> setAside(senders.get(place)));
      throw e;
    }
    for (int i = 0; i < senders.size(); i++) {
      if (more.get(i)) {
        bell.ring(senders.get(i));
      }
    }
    delivered.clear();
  }

  private void deliver(List<Outbound> messages) {
    if (!messages.isEmpty()) {
      untilAnswered(
          "delivery",
          Long.MAX_VALUE, // it stands, whatever happens meanwhile
          () -> {
            deliverer.deliver(messages);
            return messages;
          });
      delivered.addAll(messages);
    }
  }

  /**
   * Commits and deliveries may be made again as they are until their outcome is known.
   *
   * @param patience for how many milliseconds: what was decided before Redis was away for long is
   *     to be decided afresh, if it does not stand, since somebody may have been revoked meanwhile
   */
  private <T> T untilAnswered(String what, long patience, Supplier<T> action) {
    long begun = nowMillis();
    while (true) {
      try {
        return action.get();
      } catch (LinkException e) {
        if (!e.isUnreachable() || !running || nowMillis() - begun > patience) {
          throw e;
        }
        log.warn("shard {}: a {} is not answered, trying again: {}", shard, what, e.getMessage());
        pause(RETRY_MILLIS);
      }
    }
  }

  private void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }
}
