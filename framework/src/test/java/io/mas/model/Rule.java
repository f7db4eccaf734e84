package io.mas.model;

/** One rule of the protocol; a run may leave it out to show what it is there for. */
enum Rule {
  /** A commit passes only with the fencing number of the present owner. */
  FENCE_ON_COMMIT,
  /** What was decided is committed before it is delivered, and never decided again. */
  COMMIT_BEFORE_DELIVER,
  /** A write that an agent can make fail concerns one message only, not the script. */
  PCALL_PER_MESSAGE,
  /** One writer numbers an instance's messages, so that numbers rise in stream order. */
  ONE_WRITER,
  /** The sending script runs each call of an instance once. */
  CALL_NUMBER,
  /** The commit script runs each commit of an owner once. */
  COMMIT_NUMBER,
  /** The delivering script drops what lies at or below the mark of its sender. */
  MARKS,
  /** What an owner found due goes out before what it decides itself. */
  DELIVER_DUE_FIRST,
  /** A mark below what the owner knows to be delivered refuses the delivery. */
  KNOWN_DELIVERED,
  /** Nothing passes a message that could not be appended, until it is dead-lettered. */
  UNAPPENDABLE_STOPS_RUN,
  /** A turn commits only while its entry is pending for the committing instance. */
  CONSUMER_CHECK,
  /** A turn commits only on the state revision that it has read. */
  STATE_REVISION,
  /** A message whose number is not above the last one of its instance is a replay. */
  SEQUENCE_MUST_RISE,
  /** A registration whose instance number is not above the last one is a replay. */
  INSTANCE_MUST_RISE,
  /** The gateway learns of an instance from the stream, not from its present record. */
  REGISTER_IN_STREAM,
  /** The sending script refuses an instance whose record has lapsed. */
  SEND_NEEDS_RECORD,
  /** A lapsed instance is forgotten only when everything it sent is decided. */
  DROP_AFTER_DECIDED,
  /** An outbox is hot until a commit has seen it empty, for only then does it ring again. */
  BELL_AFTER_EMPTY,
  /** A ring that comes while a commit is under way outweighs what that commit saw. */
  RING_OUTLIVES_COMMIT,
  /** A commit passes only while the entries that it decides are in the outbox. */
  COMMIT_CHECKS_ENTRIES,
  /** A send or a turn counts as done only when a replica has it. */
  DURABLE_CALL,
  /** A commit counts as done, and is delivered from, only when a replica has it. */
  DURABLE_COMMIT,
  /** A delivery is settled only when a replica of the target has it. */
  DURABLE_DELIVERY,
  /** A lease is used only when a replica has it, so that no fencing number is given twice. */
  DURABLE_LEASE
}
