package io.mas.model;

/** One registration of an instance; the next one of the same instance has another number. */
record Registration(String iid, int number) {}
