package io.mas.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A gateway's program for one shard: lease, read, decide, commit, deliver, settle. */
final class Owner {
  final String name;
  final int shard;

  private final World world;
  private final GatewayScripts scripts;
  private final Deliverer deliverer;
  private final DueQueue due;

  private long fence;
  private int leasedIn;
  private boolean loaded;
  private long commits;
  private final Map<String, Long> cursor = new HashMap<>();
  private final Map<String, Sequence> seq = new HashMap<>();

  private final HotOutboxes hot;

  /** Registrations that were seen to be gone. */
  private final Set<Registration> lapsed = new HashSet<>();

  private Optional<Batch> batch = Optional.empty();
  private Optional<Commit> pending = Optional.empty();
  private Optional<Commit.Answer> answer = Optional.empty();
  private int answeredIn;

  Owner(World world, String name, int shard) {
    this.world = world;
    this.name = name;
    this.shard = shard;
    scripts = new GatewayScripts(world);
    deliverer = new Deliverer(world, name);
    due = deliverer.due;
    hot = new HotOutboxes(world);
  }

  void rung(String agent) {
    hot.rung(agent);
  }

  /** Looks at every outbox that holds anything, because a ring may have been lost. */
  void sweep() {
    senders().stream().filter(id -> !world.keys(id).outbox.isEmpty()).forEach(this::rung);
  }

  private List<String> senders() {
    return World.AGENTS.stream().filter(id -> World.shardOf(id) == shard).toList();
  }

  /** All that a crash takes away, and what an owner forgets that has lost its lease. */
  void forget() {
    fence = 0;
    unload();
  }

  private void unload() {
    loaded = false;
    deliverer.forget();
    lapsed.clear();
    batch = Optional.empty();
    pending = Optional.empty();
    answer = Optional.empty();
  }

  void steps(List<Step> steps) {
    if (fence == 0) {
      acquiring(steps);
    } else if (!loaded) {
      steps.add(Step.progress(() -> name + " loads", this::load));
    } else {
      deliverer.steps(steps);
      if (pending.isPresent()) {
        committing(steps, pending.get());
      } else {
        preparing(steps);
      }
    }
  }

  // The lease.

  private void acquiring(List<Step> steps) {
    var lease = world.shard(shard);
    if (!lease.leaseExpired) {
      if (!world.has(Rule.NEW_FENCE_EACH_TERM) && lease.owner.equals(name)) {
        steps.add(Step.progress(() -> name + " goes on with its lease", () -> fence = lease.fence));
      }
      return;
    }
    steps.add(
        Step.progress(
            () -> name + " acquires the lease",
            () -> {
              fence = scripts.acquire(shard, name);
              leasedIn = world.epoch(shard);
            }));
  }

  boolean holdsLease() {
    var stored = world.shard(shard);
    return fence != 0 && stored.fence == fence && stored.owner.equals(name);
  }

  private void load() {
    if (world.has(Rule.DURABLE_LEASE) && !world.awaitReplica(shard, leasedIn)) {
      forget();
      return;
    }
    leasedIn = world.epoch(shard);
    var stored = world.shard(shard);
    commits = stored.commits;
    cursor.clear();
    cursor.putAll(stored.cursor);
    seq.clear();
    seq.putAll(stored.seq);
    stored.due.values().forEach(entry -> due.add(entry, true));
    sweep();
    loaded = true;
  }

  // Read and decide.

  private boolean hasWork() {
    return !due.settled().isEmpty() || !hot.isEmpty() || senders().stream().anyMatch(this::forgets);
  }

  /** Whether everything is decided of a sender that has instances to be forgotten. */
  private boolean forgets(String sender) {
    return world.keys(sender).outbox.higherKey(at(sender)) == null
        && seqOf(sender).live().values().stream()
            .anyMatch(live -> lapsed.contains(live.registration()));
  }

  /**
   * Looks who has lapsed, reads the outboxes, decides: each of its own, for others come between.
   */
  private void preparing(List<Step> steps) {
    var gone = new HashSet<Registration>();
    for (var sender : senders()) {
      seqOf(sender).live().values().stream()
          .map(Sequence.Live::registration)
          .filter(live -> !world.registered(sender, live.iid()))
          .forEach(gone::add);
    }
    if (!lapsed.containsAll(gone)) {
      steps.add(Step.progress(() -> name + " sees lapsed " + gone, () -> lapsed.addAll(gone)));
    }
    if (batch.isPresent()) {
      steps.add(Step.progress(() -> name + " decides", () -> prepare(batch.get())));
    } else if (hasWork()) {
      steps.add(Step.progress(() -> name + " reads", this::read));
    }
  }

  private long at(String sender) {
    return cursor.getOrDefault(sender, 0L);
  }

  private Sequence seqOf(String sender) {
    return seq.getOrDefault(sender, Sequence.NONE);
  }

  private void read() {
    var read = new Batch(world, Set.copyOf(lapsed));
    var taken = hot.take();
    for (var sender : senders()) {
      if (taken.contains(sender) || forgets(sender)) {
        read.read(sender, at(sender), seqOf(sender));
      }
    }
    batch = Optional.of(read);
  }

  private void prepare(Batch read) {
    read.decide(world.has(Rule.LAPSE_READ_BEFORE_OUTBOX) ? read.lapsed : lapsed);
    batch = Optional.empty();
    if (read.isEmpty() && due.settled().isEmpty()) {
      return;
    }
    pending =
        Optional.of(
            new Commit(
                name,
                fence,
                commits + 1,
                read.decisions,
                read.cursor,
                read.seq,
                Set.copyOf(senders()),
                due.settled()));
    if (!world.has(Rule.COMMIT_BEFORE_DELIVER)) {
      addDue(read.decisions);
    }
  }

  private void addDue(List<Decision> decisions) {
    decisions.stream().filter(Decision::isDue).forEach(d -> due.add(d.entry(), false));
  }

  // Commit.

  private void committing(List<Step> steps, Commit commit) {
    if (answer.isPresent()) {
      steps.add(
          Step.progress(
              () -> name + " awaits commit " + commit.number(),
              () -> committed(commit, answer.get())));
      return;
    }
    var entries = commit.decisions().stream().filter(Decision::isDue).map(Decision::entry).toList();
    if (!world.has(Rule.COMMIT_BEFORE_DELIVER) && !due.allDelivered(entries)) {
      return;
    }
    Step.call(
        steps,
        world,
        () -> name + " commits " + commit.number() + " " + describe(commit),
        () -> scripts.commit(shard, commit),
        got -> {
          answer = Optional.of(got);
          answeredIn = world.epoch(shard);
        });
  }

  private static String describe(Commit commit) {
    return commit.decisions().stream().map(d -> d.entry().message() + " " + d.verdict()).toList()
        + (commit.settled().isEmpty() ? "" : " settled " + commit.settled());
  }

  private void committed(Commit commit, Commit.Answer got) {
    answer = Optional.empty();
    switch (got.status()) {
      case FENCED -> forget();
      case OUT_OF_STEP -> unload();
      case RUN, DONE -> {
        if (!world.has(Rule.DURABLE_COMMIT) || world.awaitReplica(shard, answeredIn)) {
          apply(commit, got.more());
        } // else the node has failed over: the same commit again runs it or finds it run
      }
    }
  }

  private void apply(Commit commit, Set<String> more) {
    commits = commit.number();
    cursor.putAll(commit.cursor());
    seq.putAll(commit.seq());
    due.remove(commit.settled());
    addDue(commit.decisions());
    hot.committed(commit.cursor().keySet(), more);
    pending = Optional.empty();
  }
}
