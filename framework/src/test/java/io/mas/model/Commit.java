package io.mas.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an owner asks the commit script to write, all of it computed before.
 *
 * @param senders whose outboxes were looked at and are to be trimmed
 * @param settled due ids that are known to be delivered
 */
record Commit(
    String owner,
    long fence,
    long number,
    List<Decision> decisions,
    Map<String, Long> cursor,
    Map<String, Sequence> seq,
    Set<String> senders,
    Set<Long> settled) {

  enum Status {
    RUN,
    /** This commit was run before. */
    DONE,
    FENCED,
    /** What the owner remembers is not what the node holds: it has failed over. */
    OUT_OF_STEP
  }

  /** {@code more}: senders of which this commit decided, and that have sent more since. */
  record Answer(Status status, Set<String> more) {}
}
