package io.mas.gateway.route;

import io.mas.gateway.check.Submission;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.Kind;
import io.mas.protocol.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
  /** How long a lease holds without renewal; an owner that dies is replaced after that. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(ShardOwner.class);
  private static final int MAX_SENDERS = 64;
  private static final int MAX_ENTRIES = 512;
  private static final int MAX_BYTES = 2 * 1024 * 1024;
  private static final long SWEEP_MILLIS = 1_000;
  private static final long LINGER_MILLIS = 5;
  private static final long RETRY_MILLIS = 100;

  private final int shard;
  private final GatewayContext context;
  private final Doorbell bell;
  private final RedisLink link;
  private final Deliverer deliverer;
  private final Lapses lapses;
  private volatile boolean running = true;

  private ShardState state = new ShardState();
  private boolean owned;
  private long fence;
  private long commits;
  private long renewAt;
  private long sweepAt;

  /** Delivered since the last commit: to be cleared with the next. */
  private final List<Outbound> delivered = new ArrayList<>();

  /** Of the senders read last, those whose outbox held no more. */
  private final Set<String> readToEnd = new HashSet<>();

  ShardOwner(int shard, GatewayContext context, Doorbell bell) {
    this.shard = shard;
    this.context = context;
    this.bell = bell;
    this.link = context.link();
    this.deliverer =
        new Deliverer(
            link,
            context.keys(),
            context.deadLetters(),
            context.clock()::millis,
            context.droppedReplies());
    this.lapses = new Lapses(context);
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
        if (owned) {
          round();
        } else if (!acquire()) {
          pause(LEASE.toMillis() / 3);
        }
      } catch (FencedException e) {
        log.warn("shard {}: another gateway has taken over", shard);
        owned = false;
      } catch (LinkException e) {
        log.warn("shard {}: {}; reading its state anew when Redis answers", shard, e.getMessage());
        owned = false;
        pause(RETRY_MILLIS);
      } catch (RuntimeException e) {
        log.error("shard {}: a round failed; reading its state anew", shard, e);
        owned = false;
        pause(RETRY_MILLIS);
      }
    }
    if (owned) {
      release();
    }
  }

  /** Another owner holds a higher fencing number, or commits have gone on without this one. */
  private static final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private boolean acquire() {
    List<Object> answer =
        link.callForList(
            "mas_lease",
            List.of(Keys.lease(shard)),
            new Arguments().add(context.id()).add(LEASE.toMillis()).add(owned ? fence : 0));
    long granted = (Long) answer.get(0);
    if (granted == 0) {
      return false;
    }
    renewAt = nowMillis() + LEASE.toMillis() / 3;
    if (owned && granted == fence) {
      return true;
    }
    fence = granted;
    commits = (Long) answer.get(1);
    delivered.clear();
    deliverer.forget();
    lapses.forget();
    state = ShardState.load(link, shard);
    context.directory().refresh(shard);
    owned = true;
    sweepAt = 0;
    log.debug("shard {}: owned under fence {}", shard, fence);
    deliverDue();
    return true;
  }

  private void release() {
    try {
      link.callForAny(
          "mas_release", List.of(Keys.lease(shard)), new Arguments().add(context.id()).add(fence));
    } catch (LinkException e) {
      log.warn("shard {}: the lease was not given up and runs out: {}", shard, e.getMessage());
    }
  }

  /** First of all: what an owner before has committed and may not have delivered. */
  private void deliverDue() {
    if (state.due().isEmpty()) {
      return;
    }
    CommitPlan plan = new CommitPlan(shard);
    Batch batch = new Batch(context.snapshot(), state, plan);
    List<Outbound> due = new ArrayList<>();
    Map<String, List<String>> lost = new LinkedHashMap<>();
    state
        .due()
        .forEach(
            (sender, entries) ->
                entries.forEach(
                    (id, digest) -> {
                      Outbound message = recover(sender, id, digest, batch);
                      if (message == null) {
                        lost.computeIfAbsent(sender, added -> new ArrayList<>()).add(id);
                      } else {
                        due.add(message);
                      }
                    }));
    lost.forEach(
        (sender, ids) -> {
          for (String id : ids) {
            state.removeDue(sender, id);
            plan.delivered(Outbound.field(sender, id));
          }
          plan.trim(context.keys().outbox(sender), state.lowestKept(sender));
        });
    log.info("shard {}: delivering {} messages that were due", shard, due.size());
    deliverer.deliver(due);
    delivered.addAll(due);
    commit(plan, List.of());
  }

  /** An entry that is due; none where its agent has spoiled the key, which must not stop others. */
  private List<Entry> entry(String sender, String id) {
    try {
      return link.range(context.keys().outbox(sender), id, id);
    } catch (LinkException e) {
      if (e.isUnreachable()) {
        throw e;
      }
      log.error("shard {}: the outbox of {} cannot be read: {}", shard, sender, e.getMessage());
      return List.of();
    }
  }

  private @org.jspecify.annotations.Nullable Outbound recover(
      String sender, String id, byte[] digest, Batch batch) {
    List<Entry> found = entry(sender, id);
    if (found.isEmpty()) {
      batch.lost(sender, id, null);
      return null;
    }
    try {
      Submission submission =
          Decoder.decode(sender, found.get(0), context.directory().current(), context.keys());
      if (submission.target() == null) {
        context.directory().refresh();
        submission =
            Decoder.decode(sender, found.get(0), context.directory().current(), context.keys());
      }
      if (submission.target() != null
          && Arrays.equals(
              Outbound.digest(submission.header(), submission.payloadDigest()), digest)) {
        return Outbound.of(submission, context.secrets());
      }
    } catch (ProtocolException e) {
      log.error("shard {}: entry {} of {} was changed after it was decided", shard, id, sender);
    }
    batch.lost(sender, id, found.get(0));
    return null;
  }

  private void round() {
    long now = nowMillis();
    if (now >= renewAt && !acquire()) {
      throw new FencedException();
    }
    if (now >= sweepAt) {
      sweep();
      sweepAt = now + SWEEP_MILLIS;
    }
    long wait = delivered.isEmpty() ? Math.min(renewAt, sweepAt) - now : LINGER_MILLIS;
    List<String> senders = take(Math.max(1, wait));
    if (senders.isEmpty() && delivered.isEmpty()) {
      return;
    }
    CommitPlan plan = new CommitPlan(shard);
    Map<String, List<Entry>> read = read(senders);
    refreshFor(read);
    Batch batch = new Batch(context.snapshot(), state, plan);
    read.forEach(
        (sender, entries) -> {
          entries.forEach(entry -> batch.decide(sender, entry));
          // the lapse was seen before this read, so nothing of that instance can follow
          if (readToEnd.contains(sender)) {
            batch.dropLapsed(sender);
          }
        });
    if (plan.isEmpty() && delivered.isEmpty()) {
      return;
    }
    commit(plan, List.copyOf(batch.senders()));
    if (!batch.outbound().isEmpty()) {
      deliver(batch.outbound());
      delivered.addAll(batch.outbound());
    }
  }

  private List<String> take(long waitMillis) {
    try {
      List<String> senders = new ArrayList<>(bell.take(MAX_SENDERS, waitMillis));
      senders.remove("");
      return senders;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
      return List.of();
    }
  }

  private void sweep() {
    List<String> senders = List.copyOf(context.directory().current().agents(shard));
    if (senders.isEmpty()) {
      return;
    }
    List<String> outboxes = senders.stream().map(context.keys()::outbox).toList();
    for (Object place : link.callForList("mas_sweep", outboxes, new Arguments())) {
      bell.ring(senders.get((int) ((Long) place - 1)));
    }
    CommitPlan plan = new CommitPlan(shard);
    lapses.check(state, plan, bell);
    if (!plan.isEmpty()) {
      commit(plan, List.of());
    }
  }

  private Map<String, List<Entry>> read(List<String> senders) {
    Map<String, CompletableFuture<List<Entry>>> started = new LinkedHashMap<>();
    int each = Math.max(16, MAX_ENTRIES / Math.max(1, senders.size()));
    for (String sender : senders) {
      started.put(
          sender, link.startRange(context.keys().outbox(sender), state.cursor(sender), each));
    }
    Map<String, List<Entry>> read = new LinkedHashMap<>();
    readToEnd.clear();
    int bytes = 0;
    for (Map.Entry<String, CompletableFuture<List<Entry>>> start : started.entrySet()) {
      List<Entry> taken = new ArrayList<>();
      List<Entry> found = entries(start.getKey(), start.getValue());
      for (Entry entry : found) {
        if (bytes > MAX_BYTES) {
          bell.ring(start.getKey()); // the rest with the next batch
          break;
        }
        bytes += entry.size();
        taken.add(entry);
      }
      if (taken.size() == found.size() && found.size() < each) {
        readToEnd.add(start.getKey());
      }
      read.put(start.getKey(), taken);
    }
    return read;
  }

  private List<Entry> entries(String sender, CompletableFuture<List<Entry>> started) {
    try {
      return RedisLink.await("reading an outbox", started);
    } catch (LinkException e) {
      if (e.isUnreachable()) {
        throw e;
      }
      log.error("shard {}: the outbox of {} cannot be read: {}", shard, sender, e.getMessage());
      return List.of();
    }
  }

  /** Brings up to date what these entries may ask for, so that deciding needs no I/O. */
  private void refreshFor(Map<String, List<Entry>> read) {
    boolean unknown = false;
    boolean discovers = false;
    for (Map.Entry<String, List<Entry>> ofSender : read.entrySet()) {
      for (Entry entry : ofSender.getValue()) {
        try {
          Submission submission =
              Decoder.decode(
                  ofSender.getKey(), entry, context.directory().current(), context.keys());
          boolean system =
              submission.envelope().target().equals(io.mas.protocol.Names.SYSTEM_AGENT);
          unknown |= submission.sender() == null || (submission.target() == null && !system);
          discovers |= system && submission.envelope().kind() == Kind.REQUEST;
        } catch (ProtocolException e) {
          log.debug("shard {}: an entry that is refused in its turn: {}", shard, e.getMessage());
        }
      }
    }
    if (unknown) {
      context.directory().refresh();
    }
    if (discovers) {
      context.registry().refresh();
    }
  }

  /** Makes the plan stand; tried under the same number until it is known to. */
  private void commit(CommitPlan plan, List<String> senders) {
    for (Outbound message : delivered) {
      plan.delivered(message.field());
      state.removeDue(message.sender(), message.entryId());
    }
    List<String> touched = new ArrayList<>(senders);
    delivered.stream()
        .map(Outbound::sender)
        .filter(sender -> !touched.contains(sender))
        .distinct()
        .forEach(touched::add);
    for (String sender : touched) {
      plan.trim(context.keys().outbox(sender), state.lowestKept(sender));
    }
    for (String sender : senders) {
      plan.cursor(sender, state.cursor(sender));
      plan.decided(
          context.keys().outbox(sender), context.keys().sequence(sender), state.cursor(sender));
    }
    List<Object> answer = commitUntilAnswered(plan);
    for (int i = 0; i < senders.size(); i++) {
      if (!Long.valueOf(0).equals(answer.get(i))) {
        bell.ring(senders.get(i));
      }
    }
    commits++;
    delivered.clear();
    renewAt = nowMillis() + LEASE.toMillis() / 3;
  }

  private List<Object> commitUntilAnswered(CommitPlan plan) {
    while (true) {
      try {
        List<Object> answer =
            link.callForList(
                "mas_commit", plan.keys(), plan.arguments(fence, commits + 1, LEASE.toMillis()));
        if (!answer.isEmpty() && answer.get(0) instanceof String) {
          throw new FencedException();
        }
        return answer;
      } catch (LinkException e) {
        if (!e.isUnreachable() || !running) {
          throw e;
        }
        log.warn("shard {}: a commit is not answered, trying again: {}", shard, e.getMessage());
        pause(RETRY_MILLIS);
      }
    }
  }

  private void deliver(List<Outbound> messages) {
    while (true) {
      try {
        deliverer.deliver(messages);
        return;
      } catch (LinkException e) {
        if (!e.isUnreachable() || !running) {
          throw e;
        }
        log.warn("shard {}: a delivery is not answered, trying again: {}", shard, e.getMessage());
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
