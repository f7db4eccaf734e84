package io.mas.model;

/** A message in an outbox, under the id that its stream gave it. */
record Entry(long id, Message message) {}
