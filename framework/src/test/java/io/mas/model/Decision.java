package io.mas.model;

/** The verdict on one outbox entry; its audit record. */
record Decision(Entry entry, Verdict verdict) {

  boolean isDue() {
    return verdict == Verdict.ALLOWED && entry.message().kind() != Message.Kind.REGISTER;
  }
}
