package io.mas.model;

/**
 * A class of faults. In each run only some classes can happen: a few at a time meet more often than
 * all at once.
 */
enum Fault {
  /** An answer is lost and the call sent again, or the call arrives late. */
  NETWORK,
  GATEWAY_CRASH,
  /** The lease runs out under a living owner, who then works on beside the new one. */
  LEASE_LOST,
  INSTANCE_CRASH,
  /** An instance's registration runs out while it lives. */
  REGISTRATION_LOST,
  TAKE_OVER,
  ANOTHER_INSTANCE,
  SPOILED_STREAM,
  REPLAY,
  FAILOVER,
  /** A target's node is out of reach for a while. */
  UNREACHABLE,
  LOST_RING
}
