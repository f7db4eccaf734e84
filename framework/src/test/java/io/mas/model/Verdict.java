package io.mas.model;

/** What the gateway decided about an entry. */
enum Verdict {
  ALLOWED,
  DENIED,
  REPLAYED,
  UNREGISTERED
}
