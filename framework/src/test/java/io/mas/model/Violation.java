package io.mas.model;

/** A broken promise. */
enum Violation {
  LOST,
  HANDLED_TWICE,
  DELIVERED_TWICE,
  OUT_OF_ORDER,
  /** A sending without an audit record, or with two. */
  NOT_DECIDED_ONCE,
  DELIVERED_AND_REFUSED,
  /** An honest message was taken for a replay, or its instance for unknown. */
  WRONGLY_REFUSED,
  /** Two turns read the same state, and one of their changes is gone. */
  UPDATE_LOST,
  /** A turn's sends left twice, or not at all. */
  REPLIES_NOT_ONCE,
  COMMITTED_WITHOUT_LEASE,
  /** Trimmed too early, or decided though its sending was undone by a failover. */
  DUE_WITHOUT_ENTRY,
  BOOKKEEPING_LEFT,
  NOT_DRAINED,
  /** Without a sweep the message would wait for ever although no ring was lost. */
  WAITS_FOR_SWEEP
}
