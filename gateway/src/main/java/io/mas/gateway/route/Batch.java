package io.mas.gateway.route;

import io.mas.Decision;
import io.mas.Rejection;
import io.mas.gateway.Ruling;
import io.mas.gateway.audit.AuditRecord;
import io.mas.gateway.check.Submission;
import io.mas.gateway.check.View;
import io.mas.gateway.identity.Announcement;
import io.mas.gateway.identity.Directory;
import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.policy.Policy;
import io.mas.internal.redis.Entry;
import io.mas.protocol.DeadLetter;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One batch of a shard: decides what was read, in memory, and puts what follows from it into the
 * plan of one commit. Used once, by one thread.
 */
final class Batch {
  private static final byte[] NOTHING = new byte[0];

  private final GatewayContext context;
  private final ShardState state;
  private final CommitPlan plan;
  private final Directory directory;
  private final @Nullable Policy policy;
  private final Answers answers;
  private final long now;
  private final List<Outbound> outbound = new ArrayList<>();
  private final Set<String> senders = new LinkedHashSet<>();

  Batch(GatewayContext context, ShardState state, CommitPlan plan) {
    this.context = context;
    this.state = state;
    this.plan = plan;
    this.directory = context.directory().current();
    this.policy = context.policy().current();
    this.answers = new Answers(context, plan);
    this.now = context.clock().millis();
  }

  /** What is to be delivered once the plan is committed, in order. */
  List<Outbound> outbound() {
    return outbound;
  }

  /** Whose entries were decided. */
  Set<String> senders() {
    return senders;
  }

  /** Decides one entry. */
  void decide(String owner, Entry entry) {
    senders.add(owner);
    state.cursor(owner, entry.id());
    Submission submission;
    try {
      submission = Decoder.decode(owner, entry, directory, context.keys());
    } catch (ProtocolException e) {
      undecodable(owner, entry, String.valueOf(e.getMessage()));
      return;
    }
    View view = new View(policy, context.secrets(), state.ledger(owner), now);
    Ruling ruling = context.decider().decide(submission, view);
    if (context.decider().authenticated(ruling)) {
      countSequence(submission, view.ledger());
    }
    if (ruling.allowed()) {
      ruling = allow(submission, ruling);
    } else {
      refuse(submission, ruling);
    }
    audit(owner, entry.id(), submission, ruling);
  }

  private void countSequence(Submission submission, SenderLedger before) {
    Envelope envelope = submission.envelope();
    String instance = envelope.senderInstance();
    SenderLedger after =
        switch (envelope.kind()) {
          case REGISTER -> before.with(instance, registered(submission));
          case LEAVE -> before.without(instance);
          default -> before.decided(instance, envelope.sequence());
        };
    state.ledger(submission.owner(), after, plan);
  }

  private static InstanceEntry registered(Submission submission) {
    try {
      return new InstanceEntry(
          Announcement.number(submission.payload()),
          submission.envelope().sequence(),
          Digests.sha256(submission.proof().token()),
          0);
    } catch (ProtocolException e) {
      throw new IllegalStateException("a registration was let pass without a number", e);
    }
  }

  /** Does what an allowed message asks for; gives the ruling that is audited. */
  private Ruling allow(Submission submission, Ruling ruling) {
    Envelope envelope = submission.envelope();
    switch (envelope.kind()) {
      case REGISTER, LEAVE, REJECTION -> {
        return ruling;
      }
      case DEAD -> {
        return bury(submission, ruling);
      }
      case SEND, REQUEST, REPLY, FAULT -> {
        if (envelope.target().equals(Names.SYSTEM_AGENT)) {
          answers.discovered(submission, policy);
          return ruling;
        }
        Outbound message = Outbound.of(submission, context.secrets());
        plan.due(message.field(), message.digest());
        state.addDue(message.sender(), message.entryId(), message.digest());
        outbound.add(message);
        return ruling;
      }
    }
    throw new IllegalStateException("a kind of message without a way: " + envelope.kind());
  }

  /** Takes what an agent could not handle into the dead letters. */
  private Ruling bury(Submission submission, Ruling ruling) {
    try {
      DeadLetter letter = DeadLetter.fromBytes(submission.payload());
      plan.deadLetter(
          context
              .deadLetters()
              .entry(
                  now,
                  submission.owner(),
                  submission.entryId(),
                  Answers.envelopeOf(letter.header()),
                  letter.header(),
                  letter.payload(),
                  letter.decision(),
                  letter.cause(),
                  letter.attempts()));
      return new Ruling(letter.decision(), letter.cause(), ruling.passed());
    } catch (ProtocolException e) {
      Ruling refused =
          new Ruling(Decision.INVALID_MESSAGE, String.valueOf(e.getMessage()), ruling.passed());
      refuse(submission, refused);
      return refused;
    }
  }

  private void refuse(Submission submission, Ruling ruling) {
    Envelope envelope = submission.envelope();
    letter(
        submission.owner(),
        submission.entryId(),
        envelope,
        submission.header(),
        submission.payload(),
        ruling);
    // a replay bears the id of a message that was decided: its sender must not take that for
    // refused
    if (ruling.decision() != Decision.REPLAYED
        && submission.sender() != null
        && envelope.sender().equals(submission.owner())
        && envelope.kind() != Kind.REGISTER
        && envelope.kind() != Kind.LEAVE) {
      Rejection rejection =
          new Rejection(
              envelope.id().toString(),
              envelope.target(),
              envelope.type(),
              ruling.decision(),
              ruling.reason(),
              null,
              List.of());
      answers.tell(
          submission.sender(), envelope, Kind.REJECTION, envelope.type(), Refusal.write(rejection));
    }
  }

  private void undecodable(String owner, Entry entry, String reason) {
    Ruling ruling = new Ruling(Decision.INVALID_MESSAGE, reason, List.of());
    byte[] payload = entry.bytes("p");
    letter(owner, entry.id(), null, entry.bytes("h"), payload, ruling);
    plan.audit(
        AuditRecord.of(
            context.id(),
            now,
            owner,
            entry.id(),
            null,
            Digests.sha256(payload),
            payload.length,
            ruling));
  }

  private void letter(
      String owner,
      String entryId,
      @Nullable Envelope envelope,
      byte[] header,
      byte[] payload,
      Ruling ruling) {
    plan.deadLetter(
        context
            .deadLetters()
            .entry(
                now,
                owner,
                entryId,
                envelope,
                header,
                payload,
                ruling.decision(),
                ruling.reason(),
                0));
  }

  private void audit(String owner, String entryId, Submission submission, Ruling ruling) {
    plan.audit(
        AuditRecord.of(
            context.id(),
            now,
            owner,
            entryId,
            submission.envelope(),
            submission.payloadDigest(),
            submission.payload().length,
            ruling));
  }

  /** Drops the instances of a sender that had lapsed before its outbox was read to the end. */
  void dropLapsed(String sender) {
    SenderLedger ledger = state.ledger(sender);
    SenderLedger left = ledger.withoutLapsed();
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
    byte[] payload = found == null ? NOTHING : found.bytes("p");
    letter(sender, entryId, null, found == null ? NOTHING : found.bytes("h"), payload, ruling);
    plan.audit(
        AuditRecord.of(
            context.id(),
            now,
            sender,
            entryId,
            null,
            Digests.sha256(payload),
            payload.length,
            ruling));
  }
}
