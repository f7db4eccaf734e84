package io.mas.model;

/** One message for a target shard: to its stream or, if it can't be appended, to the DLQ there. */
record Delivery(Entry entry, boolean toDlq) {

  /** Marks are kept for each target and sender. */
  record Pair(String target, String sender) {}

  Pair pair() {
    return new Pair(entry.message().target(), entry.message().sender());
  }

  enum Outcome {
    /** It is there, now or since an earlier attempt. */
    DELIVERED,
    UNAPPENDABLE,
    /** The target has forgotten what was delivered before. */
    FORGOTTEN
  }

  record Result(Outcome outcome, long mark) {}
}
