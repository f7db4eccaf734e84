package io.mas.gateway.route;

import io.mas.Decision;
import io.mas.gateway.audit.Burial;
import io.mas.gateway.breaker.Circuits;
import io.mas.gateway.breaker.Gate;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.check.Submission;
import io.mas.gateway.check.View;
import io.mas.gateway.identity.Announcement;
import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.identity.Principal;
import io.mas.gateway.identity.Release;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.limit.Limiter;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.StreamIds;
import io.mas.protocol.DeadLetter;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.TurnReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One batch of a shard: decides what was read, in memory, and puts what follows from it into the
 * plan of one commit. Used once, by one thread.
 */
final class Batch {
  private static final byte[] NOTHING = new byte[0];

  /** What an agent may say of a message that it could not handle; the rest is the gateway's. */
  private static final Set<Decision> OF_AGENTS =
      Set.of(
          Decision.HANDLER_FAILED,
          Decision.VALIDATION_FAILED,
          Decision.UNDECODABLE,
          Decision.UNSEALED,
          Decision.EXPIRED);

  /** Longest cause of an agent's that audit log and dead letters take, in characters. */
  private static final int MAX_CAUSE = 1_000;

  private final Snapshot known;
  private final ShardState state;
  private final CommitPlan plan;
  private final Answers answers;
  private final Trail trail;
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
    Submission submission = submission(intake);
    if (submission == null || !isWhatItClaims(submission)) {
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
      ruling = hold(submission, ruling);
    } else {
      refuse(submission, ruling);
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

  /** The message with the keys of its parties, or null if it could not be decoded. */
  @Nullable Submission submission(Intake intake) {
    Intake.Decoded message = intake.message();
    if (message == null) {
      return null;
    }
    String target = message.envelope().target();
    return new Submission(
        intake.owner(),
        intake.entry().id(),
        StreamIds.time(intake.entry().id()),
        message.header(),
        message.payload(),
        message.payloadDigest(),
        message.envelope(),
        message.proof(),
        known.directory().find(known.keys().shardOf(intake.owner()), intake.owner()),
        known.directory().find(known.keys().shardOf(target), target),
        released(intake, message));
  }

  /** What is claimed, with who approved it if that is listed. */
  private @Nullable Release released(Intake intake, Intake.Decoded message) {
    Release claim = message.claim();
    Release listed =
        claim == null
            ? null
            : claim.listed(
                state.listing(Outbound.field(intake.owner(), intake.entry().id())),
                message.header(),
                message.payloadDigest());
    return listed == null ? claim : listed;
  }

  /** Anybody who writes an outbox can claim a release; the listing is the gateways' alone. */
  private boolean isWhatItClaims(Submission submission) {
    Release released = submission.released();
    return released == null
        || released.listed(
                state.listing(Outbound.field(submission.owner(), submission.entryId())),
                submission.header(),
                submission.payloadDigest())
            != null;
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
        return bury(submission, ruling);
      }
      case REPORT -> {
        return report(submission, ruling);
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

  /** Takes what an agent says of its own turns, which touches its own circuit alone. */
  private Ruling report(Submission submission, Ruling ruling) {
    try {
      state
          .circuits()
          .report(submission.owner(), TurnReport.fromBytes(submission.payload()), lights());
      return ruling;
    } catch (ProtocolException e) {
      Ruling refused =
          new Ruling(Decision.INVALID_MESSAGE, String.valueOf(e.getMessage()), ruling.passed());
      refuse(submission, refused);
      return refused;
    }
  }

  private Circuits.Lights lights() {
    return new Circuits.Lights(known.breakers(), known.board(), known.now(), plan::circuit);
  }

  /** Takes what an agent could not handle into the dead letters. */
  private Ruling bury(Submission submission, Ruling ruling) {
    try {
      DeadLetter letter = DeadLetter.fromBytes(submission.payload());
      if (!OF_AGENTS.contains(letter.decision())) {
        throw new ProtocolException("an agent buries no message as " + letter.decision());
      }
      String cause = letter.cause();
      Ruling buried =
          new Ruling(
              letter.decision(),
              cause.substring(0, Math.min(cause.length(), MAX_CAUSE)),
              ruling.passed());
      trail.letter(
          new Burial(
              submission.owner(),
              submission.entryId(),
              Answers.envelopeOf(letter.header()),
              letter.header(),
              letter.payload(),
              buried.decision(),
              buried.reason(),
              letter.attempts(),
              letter.first(),
              letter.last(),
              false));
      if (letter.decision() == Decision.HANDLER_FAILED) {
        state.circuits().died(submission.owner(), lights());
      }
      return buried;
    } catch (ProtocolException e) {
      Ruling refused =
          new Ruling(Decision.INVALID_MESSAGE, String.valueOf(e.getMessage()), ruling.passed());
      refuse(submission, refused);
      return refused;
    }
  }

  /** Sets it aside until a person approves; its sender is told nothing, and waits. */
  private Ruling hold(Submission submission, Ruling ruling) {
    long time = Objects.requireNonNull(ruling.retryAfter()).toMillis();
    long deadline = submission.envelope().deadline();
    long size = (long) submission.header().length + submission.payload().length;
    long until = known.now() + time;
    Held.Waiting waiting =
        new Held.Waiting(deadline == 0 ? until : Math.min(until, deadline), size);
    if (!state.held().takes(size)) {
      Ruling refused =
          new Ruling(
              Decision.BACKPRESSURE,
              "as many messages wait for approval as may",
              ruling.passed(),
              null,
              false,
              ruling.shadows());
      refuse(submission, refused);
      return refused;
    }
    state.held().add(waiting);
    trail.hold(submission, ruling, waiting);
    return ruling;
  }

  private void refuse(Submission submission, Ruling ruling) {
    Envelope envelope = submission.envelope();
    Release release = submission.released();
    boolean released = release != null && release.approval() == null;
    boolean shown =
        (release != null || known.decider().authenticated(ruling))
            && envelope.sender().equals(submission.owner());
    trail.letter(submission, ruling, shown);
    Principal sender = submission.sender();
    if (sender != null
        && !released
        && ((shown && isTold(envelope.kind())) || isRefusedToJoin(submission, ruling))) {
      answers.rejected(sender, envelope, ruling);
    }
  }

  /**
   * Whether a sender that was shown to be it is told. Not where nobody waits for the news, as for
   * what was released, which who released it finds among the dead letters again. Nor where the
   * message may be a copy of one that was delivered, a replay or one that is not shown to be the
   * instance's: the instance would take that one for refused.
   */
  private static boolean isTold(Kind kind) {
    return kind != Kind.REGISTER && kind != Kind.LEAVE && kind != Kind.REPORT;
  }

  /**
   * Whether an instance is to learn that it takes no part, shown to be it or not: with keys that
   * are refused it cannot show it. A copy of a registration that was let pass says nothing; one
   * that is refused for its token has a number above those before, and is none.
   */
  private boolean isRefusedToJoin(Submission submission, Ruling ruling) {
    Envelope envelope = submission.envelope();
    return envelope.kind() == Kind.REGISTER
        && envelope.sender().equals(submission.owner())
        && (isOnlyForItsToken(ruling)
            || state.ledger(submission.owner()).find(envelope.senderInstance()) == null);
  }

  /** Whether it was shown to be the instance's, and its token alone does not do. */
  private static boolean isOnlyForItsToken(Ruling ruling) {
    return ruling.passed().contains("sequence") && !ruling.passed().contains("token");
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

  /** A message that was decided and whose entry is gone or was changed since: it ends here. */
  void lost(String sender, String entryId, @Nullable Entry found) {
    Ruling ruling =
        new Ruling(
            Decision.CHECK_FAILED,
            found == null
                ? "the entry was removed from the outbox after it was decided"
                : "the entry is not the one that was decided",
            List.of());
    trail.raw(
        sender,
        entryId,
        found == null ? NOTHING : found.bytes("h"),
        found == null ? NOTHING : found.bytes("p"),
        ruling);
  }
}
