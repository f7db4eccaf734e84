package io.mas.it.schedule;

import java.util.List;

/**
 * A message of a schedule; its header is its text.
 *
 * @param id which one it is
 * @param sender who sends it
 * @param target whom it is for
 * @param lane its ordering lane, or empty
 * @param deed what handling it comes to
 * @param about the message that it is about, or a word on how it went
 */
record Parcel(String id, String sender, String target, String lane, Deed deed, String about) {
  /** Who takes note of what has come of a message; no agent. */
  static final String LEDGER = "ledger";

  /** What fails whenever it is handled has an id that ends so. */
  static final String POISON = "!";

  enum Deed {
    /** It is noted, and the state not looked at. */
    PASS,
    /** It is counted in the state. */
    COUNT,
    /** It is counted, and another one is sent on. */
    FORWARD,
    /** Another one is sent a little later. */
    DELAY,
    /** Another one is sent much later. */
    REMIND,
    /** A delayed one is taken back. */
    RECALL,
    /** To the ledger: a message was handled. */
    HANDLED,
    /** To the ledger: a message is a dead letter. */
    DEAD;

    boolean counts() {
      return this == COUNT || this == FORWARD;
    }
  }

  boolean isPoison() {
    return id.endsWith(POISON);
  }

  /** Whether an agent handles it. */
  boolean isForAgent() {
    return !target.equals(LEDGER);
  }

  /** What it brings about at another agent, if it does so. */
  Parcel child(String other) {
    return new Parcel(id + "." + deed.name().charAt(0), target, other, lane, Deed.PASS, "");
  }

  boolean hasChild() {
    return deed == Deed.FORWARD || isDelaying();
  }

  boolean isDelaying() {
    return deed == Deed.DELAY || deed == Deed.REMIND;
  }

  /** What the ledger is told of it. */
  Parcel told(Deed what, String how) {
    return new Parcel(id, target, LEDGER, lane, what, how);
  }

  String header() {
    return String.join("|", List.of(id, sender, target, lane, deed.name(), about));
  }

  static Parcel of(String header) {
    String[] parts = header.split("\\|", -1);
    return new Parcel(parts[0], parts[1], parts[2], parts[3], Deed.valueOf(parts[4]), parts[5]);
  }

  @Override
  public String toString() {
    return id + " " + deed + (lane.isEmpty() ? "" : " in lane " + lane);
  }
}
