package io.mas.model;

import java.util.Set;

/**
 * One rule of the protocol; a run may leave it out to show what it is there for: the promise that
 * breaks without it, and the faults that it takes to break it.
 */
enum Rule {
  /** A commit passes only with the fencing number of the present owner (F30). */
  FENCE_ON_COMMIT(Violation.NOT_DECIDED_ONCE, Fault.LEASE_LOST),
  /** A gateway that starts again takes a new fencing number, even if the lease is still its own. */
  NEW_FENCE_EACH_TERM(Violation.LOST, Fault.GATEWAY_CRASH, Fault.NETWORK),
  /** What was decided is committed before it is delivered, and never decided again (F31). */
  COMMIT_BEFORE_DELIVER(Violation.DELIVERED_AND_REFUSED, Fault.GATEWAY_CRASH, Fault.LEASE_LOST),
  /** A write that an agent can make fail concerns one message only, not the script (F32). */
  PCALL_PER_MESSAGE(Violation.NOT_DECIDED_ONCE, Fault.SPOILED_STREAM),
  /** One writer numbers an instance's messages, so that numbers rise in stream order (F33). */
  ONE_WRITER(Violation.WRONGLY_REFUSED),
  /** The sending script runs each call of an instance once (F33). */
  CALL_NUMBER(Violation.NOT_DECIDED_ONCE, Fault.NETWORK),
  /** The commit script runs each commit of an owner once. */
  COMMIT_NUMBER(Violation.NOT_DECIDED_ONCE, Fault.NETWORK),
  /** The delivering script drops what lies at or below the mark of its sender. */
  MARKS(Violation.HANDLED_TWICE, Fault.NETWORK, Fault.GATEWAY_CRASH),
  /** What an owner found due goes out before what it decides itself. */
  DELIVER_DUE_FIRST(Violation.LOST, Fault.LEASE_LOST, Fault.UNREACHABLE),
  /** A mark below what the owner knows to be delivered refuses the delivery. */
  KNOWN_DELIVERED(Violation.LOST, Fault.FAILOVER),
  /** Nothing passes a message that could not be appended, until it is dead-lettered. */
  UNAPPENDABLE_STOPS_RUN(Violation.LOST, Fault.SPOILED_STREAM),
  /** A turn commits only while its entry is pending for the committing instance. */
  CONSUMER_CHECK(Violation.HANDLED_TWICE, Fault.TAKE_OVER, Fault.ANOTHER_INSTANCE),
  /** A turn commits only on the state revision that it has read. */
  STATE_REVISION(Violation.UPDATE_LOST, Fault.ANOTHER_INSTANCE),
  /** A message whose number is not above the last one of its instance is a replay. */
  SEQUENCE_MUST_RISE(Violation.HANDLED_TWICE, Fault.REPLAY),
  /** A registration whose instance number is not above the last one is a replay. */
  INSTANCE_MUST_RISE(Violation.HANDLED_TWICE, Fault.REPLAY),
  /** A replay is audited, but no rejection goes out: it would speak of the first sending. */
  REPLAY_IS_NOT_ANSWERED(Violation.DELIVERED_AND_REFUSED, Fault.REPLAY),
  /** The gateway learns of an instance from the stream, not from its present record. */
  REGISTER_IN_STREAM(Violation.WRONGLY_REFUSED, Fault.INSTANCE_CRASH),
  /** The sending script refuses an instance whose record has lapsed; that one registers again. */
  SEND_NEEDS_RECORD(Violation.WRONGLY_REFUSED, Fault.REGISTRATION_LOST),
  /** A REGISTER bears the last number of its instance: what lies at or below it is a replay. */
  REGISTER_BEARS_SEQUENCE(Violation.HANDLED_TWICE, Fault.REGISTRATION_LOST, Fault.REPLAY),
  /** A registration is refused when the call that its signer took for outstanding has run. */
  REGISTER_AT_CALL(Violation.HANDLED_TWICE, Fault.REGISTRATION_LOST, Fault.NETWORK, Fault.REPLAY),
  /** What lapses is a registration, not an instance, which may have registered again. */
  LAPSE_NAMES_THE_NUMBER(Violation.WRONGLY_REFUSED, Fault.REGISTRATION_LOST),
  /** A replay may come while its instance is unknown: no rejection goes out then either. */
  STRANGER_IS_NOT_ANSWERED(Violation.DELIVERED_AND_REFUSED, Fault.REPLAY, Fault.REGISTRATION_LOST),
  /** A lapsed instance is forgotten only when everything it sent is decided. */
  DROP_AFTER_DECIDED(Violation.WRONGLY_REFUSED, Fault.INSTANCE_CRASH),
  /** Which instances have lapsed is read before the outbox, so that nothing of theirs is unread. */
  LAPSE_READ_BEFORE_OUTBOX(
      Violation.WRONGLY_REFUSED, Fault.REGISTRATION_LOST, Fault.INSTANCE_CRASH),
  /** A reply goes to its instance's stream only while that exists; no write makes it anew. */
  REPLY_MAKES_NO_STREAM(Violation.BOOKKEEPING_LEFT, Fault.INSTANCE_CRASH),
  /** A sender rings when all that it sent is decided, which says nothing about trimming. */
  RING_WHEN_ALL_DECIDED(Violation.WAITS_FOR_SWEEP),
  /** A commit says of which senders there is more; these do not ring. */
  COMMIT_TELLS_OF_MORE(Violation.WAITS_FOR_SWEEP),
  /** A ring that comes while a batch is under way is kept for the next one. */
  RING_OUTLIVES_COMMIT(Violation.WAITS_FOR_SWEEP),
  /** A raw write leaves the last id decided above the last one sent: that counts as all decided. */
  RING_COMPARES_IDS(Violation.WAITS_FOR_SWEEP, Fault.REPLAY),
  /** A commit passes only while the last entry that it decides of each sender is in the outbox. */
  COMMIT_CHECKS_LAST_ENTRY(Violation.DUE_WITHOUT_ENTRY, Fault.FAILOVER),
  /** A send or a turn counts as done only when a replica has it. */
  DURABLE_CALL(Violation.LOST, Fault.FAILOVER),
  /** A commit counts as done, and is delivered from, only when a replica has it. */
  DURABLE_COMMIT(Violation.HANDLED_TWICE, Fault.FAILOVER),
  /** A delivery is settled only when a replica of the target has it. */
  DURABLE_DELIVERY(Violation.LOST, Fault.FAILOVER),
  /** A delivery is settled only if its mark is still there before the replica is waited for. */
  CONFIRM_READS_MARK(Violation.LOST, Fault.FAILOVER),
  /** WAIT counts only over the connection over which the marks were read. */
  WAIT_ON_SAME_CONNECTION(Violation.LOST, Fault.FAILOVER),
  /** A lease is used only when a replica has it, so that no fencing number is given twice. */
  DURABLE_LEASE(Violation.COMMITTED_WITHOUT_LEASE, Fault.FAILOVER, Fault.LEASE_LOST);

  /** What goes wrong without the rule. */
  final Violation breaks;

  /** The faults that show it; none, if it goes wrong all by itself. */
  @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
  final Set<Fault> with;

  Rule(Violation breaks, Fault... with) {
    this.breaks = breaks;
    this.with = Set.of(with);
  }
}
