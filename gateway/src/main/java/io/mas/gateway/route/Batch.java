package io.mas.gateway.route;

import io.mas.Decision;
import io.mas.gateway.breaker.Gate;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.check.Submission;
import io.mas.gateway.check.View;
import io.mas.gateway.identity.Announcement;
import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.limit.Limiter;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.Names;
import io.mas.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One batch of a shard: decides what was read, in memory, and puts what follows from it into the
 * plan of one commit. Used once, by one thread.
 */
final class Batch {
  private final Snapshot known;
  private final ShardState state;
  private final CommitPlan plan;
  private final Submissions submissions;
  private final Answers answers;
  private final Trail trail;
  private final Refusals refusals;
  private final Testimony testimony;
  private final Holding holding;
  private final Backlogs backlogs;
  private final Limiter limiter;
  private final Gate gate;

  /** How many were let pass to each inbox. */
  private final Map<String, Long> allowed = new HashMap<>();

  private final List<Outbound> outbound = new ArrayList<>();
  private final Set<String> senders = new LinkedHashSet<>();

  Batch(Snapshot known, ShardState state, CommitPlan plan, Backlogs backlogs) {
    this.known = known;
    this.backlogs = backlogs;
    this.state = state;
    this.plan = plan;
    this.answers = new Answers(known, plan);
    this.trail = new Trail(known, plan);
    this.submissions = new Submissions(known, state);
    this.refusals = new Refusals(known, state, answers, trail);
    this.testimony = new Testimony(known, state, plan, trail);
    this.holding = new Holding(known, state, trail);
    this.limiter = new Limiter(known.limits(), state.levels(), known.portions());
    this.gate = new Gate(known.breakers(), known.board(), known.permits());
  }

  /** What is to be delivered once the plan is committed, in order. */
  List<Outbound> outbound() {
    return outbound;
  }

  /** Whose entries were decided. */
  Set<String> senders() {
    return senders;
  }

  /**
   * Decides one entry, unless it is to be decided later; then nothing of it is done, and what its
   * sender has sent after it must wait.
   *
   * @return after how many milliseconds it is to be decided; 0 if it is decided
   */
  long decide(Intake intake) {
    String owner = intake.owner();
    Submission submission = submissions.of(intake);
    if (submission == null || !submissions.isWhatItClaims(submission)) {
      String fault = submission == null ? intake.fault() : "the proof is not that of a sender";
      Ruling ruling = new Ruling(Decision.INVALID_MESSAGE, fault, List.of());
      passed(intake);
      trail.raw(
          owner, intake.entry().id(), intake.entry().bytes("h"), intake.entry().bytes("p"), ruling);
      return 0;
    }
    String target = submission.envelope().target();
    View view =
        new View(
            known.policy(),
            known.secrets(),
            state.ledger(owner),
            known.now(),
            backlogs.of(target, allowed.getOrDefault(target, 0L)),
            limiter,
            gate,
            known.restrictions(),
            known.tokens());
    Ruling ruling = known.decider().decide(submission, view);
    String trial = gate.settle(ruling.allowed());
    if (ruling.later()) {
      return untilDecided(submission, ruling);
    }
    passed(intake);
    if (submission.released() != null) {
      plan.released(Outbound.field(owner, submission.entryId()));
    } else if (known.decider().authenticated(ruling)) {
      count(submission, view.ledger(), ruling.allowed());
    }
    if (ruling.allowed()) {
      ruling = allow(submission, ruling, trial);
    } else if (ruling.decision() == Decision.HELD) {
      ruling = holding.hold(submission, ruling);
      if (ruling.decision() != Decision.HELD) {
        refusals.refuse(submission, ruling);
      }
    } else {
      refusals.refuse(submission, ruling);
    }
    trail.audit(submission, ruling);
    return 0;
  }

  private void passed(Intake intake) {
    senders.add(intake.owner());
    state.cursor(intake.owner(), intake.entry().id());
  }

  /** It is looked at again when it has expired, if that is before it may pass. */
  private long untilDecided(Submission submission, Ruling ruling) {
    long delay = ruling.retryAfter() == null ? 1 : ruling.retryAfter().toMillis();
    long deadline = submission.envelope().deadline();
    return Math.max(1, deadline == 0 ? delay : Math.min(delay, deadline + 1 - known.now()));
  }

  /** A number counts as used also where the message is refused; nothing else follows from it. */
  private void count(Submission submission, SenderLedger before, boolean allowed) {
    Envelope envelope = submission.envelope();
    String instance = envelope.senderInstance();
    SenderLedger after =
        switch (envelope.kind()) {
          case REGISTER -> {
            InstanceEntry entry = announced(submission, before.find(instance));
            yield allowed ? before.with(instance, entry) : before.burnt(entry.number());
          }
          case LEAVE ->
              allowed ? before.without(instance) : before.decided(instance, envelope.sequence());
          default -> before.decided(instance, envelope.sequence());
        };
    state.ledger(submission.owner(), after, plan);
  }

  /** One that registers anew may have said what number it was at before that went up. */
  private InstanceEntry announced(Submission submission, @Nullable InstanceEntry before) {
    try {
      long sequence = submission.envelope().sequence();
      return new InstanceEntry(
          Announcement.number(submission.payload()),
          before == null ? sequence : Math.max(sequence, before.sequence()),
          Digests.sha256(submission.proof().token()),
          0,
          known
              .tokens()
              .examine(Announcement.token(submission.payload()), submission.owner(), known.now())
              .until());
    } catch (ProtocolException e) {
      throw new IllegalStateException("a registration has passed its check without a number", e);
    }
  }

  /** Does what an allowed message asks for; gives the ruling that is audited. */
  private Ruling allow(Submission submission, Ruling ruling, String trial) {
    Envelope envelope = submission.envelope();
    switch (envelope.kind()) {
      case REGISTER, LEAVE, REJECTION -> {
        return ruling;
      }
      case DEAD -> {
        return said(submission, testimony.bury(submission, ruling));
      }
      case REPORT -> {
        return said(submission, testimony.report(submission, ruling));
      }
      case SEND, REQUEST, REPLY, FAULT -> {
        if (envelope.target().equals(Names.SYSTEM_AGENT)) {
          answers.discovered(submission);
          return ruling;
        }
        Outbound message = Outbound.of(submission, known.secrets()).ofTrial(trial);
        plan.due(message.field(), message.digest());
        state.addDue(message.sender(), message.entryId(), message.digest());
        outbound.add(message);
        if (message.targetInstance().isEmpty()) {
          allowed.merge(message.target(), 1L, Long::sum);
        }
        return ruling;
      }
    }
    throw new IllegalStateException("a kind of message without a way: " + envelope.kind());
  }

  /** What an agent has said is refused where it cannot be read. */
  private Ruling said(Submission submission, Ruling ruling) {
    if (ruling.decision() == Decision.INVALID_MESSAGE) {
      refusals.refuse(submission, ruling);
    }
    return ruling;
  }

  /**
   * Drops the instances of a sender that had lapsed before its outbox was read to the end, and
   * notes those whose token had expired.
   */
  void dropLapsed(String sender) {
    SenderLedger ledger = state.ledger(sender);
    SenderLedger left = ledger.withoutLapsed().spent(Lapses.spentBefore(known.now()));
    if (!left.equals(ledger)) {
      state.ledger(sender, left, plan);
    }
  }
}
